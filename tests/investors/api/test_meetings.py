"""A partner logs a meeting in one call, and reads what it may."""

import copy
import json
import threading
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client

from investors.api.resources import examples
from investors.models import Attendance, Commitment, FollowUp, Meeting
from portal.outbox.models import Delivery
from portal.partners.models import StoredAnswer
from sectors.models import District, Segment, Township
from tests.api_cast import ApiCast, make_api_cast
from tests.cast import make_cast

ADDRESS = "/api/v1/meetings/"


@pytest.fixture
def body(db: None) -> dict[str, Any]:
    """The example of the documentation, with rows for its codes."""
    body: dict[str, Any] = copy.deepcopy(examples()["new_meeting"])
    _rows(body)
    return body


def _rows(body: dict[str, Any]) -> None:
    district = District.objects.create(code="tumakuru", name="Tumakuru", name_en="Tumakuru")
    for code in body["segments"]:
        Segment.objects.create(code=code, name=code, name_en=code)
    for slug in body["townships"]:
        Township.objects.create(slug=slug, name=slug, name_en=slug, district=district)
    for row in body["attendances"]:
        if row.pop("organisation", None):
            row["new_organisation"] = "Department of Commerce and Industries"


def _post(client: Client, body: Any, **headers: str) -> Any:
    return client.post(
        ADDRESS, body if isinstance(body, bytes) else json.dumps(body), content_type="application/json", headers=headers
    )


def _pointers(answer: Any) -> set[str]:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return {one["pointer"] for one in answer.json()["errors"]}


@pytest.mark.django_db
def test_the_whole_meeting_in_one_call(callers: ApiCast, body: dict[str, Any], cast: Any) -> None:
    body["organisations"] = [callers.organisation.slug]
    body["companies"] = [callers.member.slug]
    answer = _post(callers.full, body)
    assert answer.status_code == 201, answer.content
    said = answer.json()
    meeting = Meeting.objects.get(pk=said["id"])
    assert answer["Location"] == f"{ADDRESS}{meeting.pk}/"
    assert callers.full.get(answer["Location"]).json() == said
    assert meeting.owner == cast.officer
    assert meeting.logged_by_partner == callers.partner
    assert [one["person"]["name"] for one in said["attendances"]] == ["Nakane Tsutomu", "M B Patil"]
    assert [one["promised_by"] for one in said["commitments"]] == [
        {"kind": "person", "name": "M B Patil"},
        {"kind": "person", "name": "Nakane Tsutomu"},
    ]
    assert {one["answered_for_by"]["name"] for one in said["commitments"]} == {cast.officer.name}
    assert FollowUp.objects.filter(meeting=meeting).exists()
    history = apps.get_model("investors", "MeetingEvent").objects.filter(pgh_obj_id=meeting.pk).first()
    assert history.pgh_context.metadata["door"] == "api"
    assert history.pgh_context.metadata["key"] == callers.keys["full"].prefix


@pytest.mark.django_db
def test_addresses_notes_and_outcome_are_never_given_out(callers: ApiCast, body: dict[str, Any]) -> None:
    answer = _post(callers.full, body)
    meeting = Meeting.objects.get(pk=answer.json()["id"])
    meeting.internal_notes = meeting.outcome = "CANARY"
    meeting.save()
    Commitment.objects.filter(meeting=meeting, side="host").update(is_shared=False, text="CANARY")
    for path in (ADDRESS, answer["Location"], "/api/v1/commitments/", "/api/v1/organisations/", "/api/v1/companies/"):
        text = callers.full.get(path).content.decode()
        assert "CANARY" not in text
        assert "@" not in text
    assert callers.full.get(ADDRESS, {"q": "CANARY"}).json()["results"] == []
    assert len(callers.full.get("/api/v1/commitments/").json()["results"]) == 1


@pytest.mark.django_db
def test_what_is_not_visible_is_not_there(callers: ApiCast, body: dict[str, Any]) -> None:
    said = _post(callers.full, body).json()
    commitment = said["commitments"][0]["id"]
    for path in (f"{ADDRESS}{said['id']}/", f"/api/v1/commitments/{commitment}/", f"/api/v1/companies/{callers.member.slug}/"):
        assert callers.full.get(path).status_code == 200
        assert callers.foreign.get(path).status_code == 404
    for path in (ADDRESS, "/api/v1/commitments/"):
        assert len(callers.full.get(path).json()["results"]) > 0
        for ordering in ("", "?limit=1", f"?q={said['title'][:8]}"):
            assert callers.foreign.get(path + ordering).json() == {"results": [], "next": None, "previous": None}
    assert [row["slug"] for row in callers.foreign.get("/api/v1/companies/").json()["results"]] == ["example-motor"]
    nothing = callers.foreign.get(f"{ADDRESS}00000000-0000-7000-8000-000000000000/")
    assert nothing.content == callers.foreign.get(f"{ADDRESS}{said['id']}/").content


@pytest.mark.django_db
@pytest.mark.parametrize("path", [ADDRESS, "/api/v1/commitments/", "/api/v1/companies/", "/api/v1/organisations/"])
def test_lists_cost_two_statements_whatever_their_length(
    callers: ApiCast, body: dict[str, Any], django_assert_num_queries: Any, path: str
) -> None:
    _post(callers.full, body)
    callers.full.get(path)
    for many in (3, 300):
        Meeting.objects.bulk_create(
            Meeting(title=f"M {n}", state="reported", date="2024-01-10", logged_by_partner=callers.partner) for n in range(many)
        )
        with django_assert_num_queries(2):
            assert callers.full.get(f"{path}?limit=200").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"title": 7}, "/title"),
        ({"title": None}, "/title"),
        ({"title": "a\x00b"}, "/title"),
        ({"title": "a\u202eb"}, "/title"),
        ({"title": "a\ud800b"}, "/title"),
        ({"title": "a\nb"}, "/title"),
        ({"kind": "party"}, "/kind"),
        ({"starts_at": "2024-02-30T10:00:00+05:30"}, "/starts_at"),
        ({"starts_at": "2024-01-10T10:00:00"}, "/starts_at"),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, "/starts_at"),
        ({"starts_at": 5}, "/starts_at"),
        ({"starts_at": None}, "/starts_at"),
        ({"ends_at": "2024-01-09T10:00:00+05:30"}, "/ends_at"),
        ({"zone": "Mars/Olympus"}, "/zone"),
        ({"country_code": "India"}, "/country_code"),
        ({"delegation": "x"}, "/delegation"),
        ({"delegation": "00000000-0000-7000-8000-000000000000"}, "/delegation"),
        ({"companies": ["example-motor"]}, "/companies/0"),
        ({"companies": "example-denchi"}, "/companies"),
        ({"companies": [{}]}, "/companies/0"),
        ({"segments": ["components", "nope"]}, "/segments/1"),
        ({"topics": ["a\x00"]}, "/topics/0"),
        ({"is_example": "yes"}, "/is_example"),
        ({"attendances": {}}, "/attendances"),
        ({"attendances": [7]}, "/attendances/0"),
        ({"attendances": [{"name": "A"}]}, "/attendances/0/side"),
        ({"attendances": [{"side": "guest"}]}, "/attendances/0/name"),
        ({"attendances": [{"side": "guest", "name": "A", "email": "a@example.org, b@example.org"}]}, "/attendances/0/email"),
        ({"attendances": [{"side": "guest", "name": "A", "email": "a@example.org\nBcc: b@example.org"}]}, "/attendances/0/email"),
        ({"attendances": [{"side": "guest", "name": "Bob\r\nBcc: all@x.in"}]}, "/attendances/0/name"),
        ({"attendances": [{"side": "guest", "name": "A", "company": "example-motor"}]}, "/attendances/0/company"),
        ({"attendances": [{"side": "guest", "name": "A", "admin": True}]}, "/attendances/0/admin"),
        (
            {"commitments": [{"text": "T", "side": "host", "promised_by": "Nobody", "due_on": "2024-02-01"}]},
            "/commitments/0/promised_by",
        ),
        (
            {"commitments": [{"text": "T", "side": "host", "promised_by": "M B Patil", "due_on": "2024-02-30"}]},
            "/commitments/0/due_on",
        ),
        ({"commitments": [{"text": "T", "side": "host", "promised_by": "M B Patil", "due_on": 1e300}]}, "/commitments/0/due_on"),
        ({"internal_notes": "x"}, "/internal_notes"),
        ({"owner": "x"}, "/owner"),
    ],
)
def test_bad_members_are_named_and_nothing_is_written(
    callers: ApiCast, body: dict[str, Any], change: dict[str, Any], pointer: str
) -> None:
    answer = _post(callers.full, {**body, **change})
    assert answer.status_code == 400, answer.content
    assert pointer in _pointers(answer)
    assert not Meeting.objects.exists()
    assert not Attendance.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"7", 400),
        (b'{"title": NaN}', 400),
        (b'{"title": 1e400}', 400),
        (b'{"title": "a", "title": "b"}', 400),
        (b"[" * 100_000, 400),
        (b'{"title": "' + b"x" * 1_000_001 + b'"}', 413),
        (b"x" * 10_000_000, 413),
        (b"\xff", 400),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bad_bodies_are_refused(callers: ApiCast, raw: bytes, status: int) -> None:
    answer = _post(callers.full, raw)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_only_json_is_read(callers: ApiCast) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"):
        assert callers.full.post(ADDRESS, b"title=x", content_type=kind).status_code == 415


@pytest.mark.django_db
def test_markup_is_kept_as_typed(callers: ApiCast, body: dict[str, Any]) -> None:
    hostile = "<img src=x onerror=alert(1)> {{7*7}} \"'\\ \t".strip()
    answer = _post(callers.full, {**body, "title": hostile, "shared_summary": f"a\nb {hostile}"})
    assert answer.status_code == 201
    assert answer.json()["title"] == hostile
    assert answer.json()["shared_summary"] == f"a\nb {hostile}"


@pytest.mark.django_db
def test_a_partner_without_desk_officer_is_told(callers: ApiCast, body: dict[str, Any]) -> None:
    callers.partner.profile.delete()
    answer = _post(callers.full, body)
    assert answer.status_code == 403
    assert not Meeting.objects.exists()


@pytest.mark.django_db
def test_the_same_key_gets_the_first_answer_again(callers: ApiCast, body: dict[str, Any]) -> None:
    first = _post(callers.full, body, **{"Idempotency-Key": "one"})
    again = _post(callers.full, dict(reversed(body.items())), **{"Idempotency-Key": "one"})
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert first["Location"] == again["Location"]
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Meeting.objects.count() == 1
    assert _post(callers.full, {**body, "title": "Other"}, **{"Idempotency-Key": "one"}).status_code == 422
    assert _post(callers.full, {**body, "title": "Other"}, **{"Idempotency-Key": "two"}).status_code == 201
    # Another partner's key of the same name is another key.
    assert _post(callers.foreign, body, **{"Idempotency-Key": "one"}).json()["id"] != first.json()["id"]


@pytest.mark.django_db
def test_a_refusal_is_not_stored(callers: ApiCast, body: dict[str, Any]) -> None:
    assert _post(callers.full, {**body, "title": ""}, **{"Idempotency-Key": "one"}).status_code == 400
    assert not StoredAnswer.objects.exists()
    assert _post(callers.full, body, **{"Idempotency-Key": "one"}).status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "é"])
def test_a_key_that_is_none_is_refused(callers: ApiCast, body: dict[str, Any], key: str) -> None:
    assert _post(callers.full, body, **{"Idempotency-Key": key}).status_code == 400
    assert not Meeting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_calls_at_once_log_one_meeting() -> None:
    cache.clear()
    cast = make_cast()
    callers = make_api_cast(cast)
    body: dict[str, Any] = copy.deepcopy(examples()["new_meeting"])
    _rows(body)
    gate = threading.Barrier(8)
    answers: list[Any] = []

    def call() -> None:
        client = Client(headers={"Authorization": f"Bearer {callers.secrets['full']}"})
        gate.wait()
        try:
            answers.append(_post(client, body, **{"Idempotency-Key": "one"}))
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = {answer.status_code for answer in answers}
    assert len(answers) == 8
    assert statuses <= {201, 409}
    assert 201 in statuses
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert all(answer["Retry-After"] for answer in answers if answer.status_code == 409)
    assert Meeting.objects.count() == 1
    assert sum("Idempotent-Replayed" not in answer for answer in answers if answer.status_code == 201) == 1
