"""What happened at the doors is written down once, without secrets, and stays."""

import csv
import datetime
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.accounts import audit
from portal.accounts.audit import Kind
from portal.accounts.models import AuditEntry
from portal.core import clock
from tests.api_cast import make_api_cast
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
PAGE = "/desk/audit/"
MOST = 12


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told(kind: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(kind=kind).order_by("at", "id"))


# What is written


def test_an_entry_can_be_neither_changed_nor_deleted(cast: Cast) -> None:
    entry = audit.record(Kind.EXPORTED, by=cast.officer)
    for change in (lambda: AuditEntry.objects.update(who_name="Nobody"), entry.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()
    assert told(Kind.EXPORTED)[0].who_name == cast.officer.name


@pytest.mark.parametrize("name", sorted(AuditEntry.SECRET))
def test_no_secret_finds_its_way_in(cast: Cast, name: str) -> None:
    with pytest.raises(ValueError, match="no secrets"):
        audit.record(Kind.EXPORTED, by=cast.officer, details={name: "x"})


def test_an_entry_belongs_to_the_transaction_of_what_it_tells(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(Kind.EXPORTED, by=cast.officer)
        raise ZeroDivisionError
    assert told(Kind.EXPORTED) == []


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("", ""),
        ("not an address", ""),
    ],
)
def test_of_a_browser_only_the_network_is_kept(cast: Cast, address: str, network: str) -> None:
    Client(REMOTE_ADDR=address).post("/sign-in/", {"username": cast.officer.email, "password": PASSWORD})
    entry = told(Kind.SIGNED_IN)[0]
    assert (entry.who, entry.about_id, entry.door, entry.network) == (cast.officer, cast.officer.pk, "browser", network)


def test_behind_a_proxy_the_last_hop_counts_and_not_what_a_client_claims(cast: Cast, client: Client, settings: Any) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    client.post(
        "/sign-in/",
        {"username": cast.officer.email, "password": PASSWORD},
        headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.20"},
    )
    assert told(Kind.SIGNED_IN)[0].network == "198.51.100.0/24"


def test_signing_out_is_told(cast: Cast, client: Client) -> None:
    client.force_login(cast.reader)
    client.post("/sign-out/")
    assert [entry.who for entry in told(Kind.SIGNED_OUT)] == [cast.reader]


def test_a_failed_sign_in_keeps_neither_password_nor_an_address_that_is_no_account(cast: Cast, client: Client) -> None:
    for typed in (cast.officer.email.upper(), "my secret typed in the wrong box", "nobody@example.org", "a\x00b"):
        client.post("/sign-in/", {"username": typed, "password": "wrong pass phrase"})
    entries = told(Kind.SIGN_IN_FAILED)
    assert [entry.about_id for entry in entries][:2] == [cast.officer.pk, None]
    assert all(entry.who is None for entry in entries)
    kept = str([vars(entry) for entry in entries])
    for typed in ("wrong pass", "my secret", "nobody@"):
        assert typed not in kept


def test_two_hundred_wrong_passwords_are_ten_entries_the_last_of_which_says_so(cast: Cast, client: Client) -> None:
    for _ in range(15):
        client.post("/sign-in/", {"username": cast.officer.email, "password": "wrong"})
        client.post("/sign-in/", {"username": "nobody@example.org", "password": "wrong"})
    for account in (cast.officer.pk, None):
        found = [entry for entry in told(Kind.SIGN_IN_FAILED) if entry.about_id == account]
        assert len(found) == audit.MOST_IN_A_ROW
        assert [bool(entry.details) for entry in found] == [False] * 9 + [True]


def test_a_wrong_password_costs_the_same_statements_for_a_real_and_an_unreal_account(cast: Cast, client: Client) -> None:
    costs = []
    for typed in (cast.officer.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as statements:
            client.post("/sign-in/", {"username": typed, "password": "wrong"})
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_after_ten_minutes_it_is_told_again(cast: Cast) -> None:
    then = clock.now() - datetime.timedelta(minutes=11)
    for _ in range(12):
        audit.record_bounded(Kind.REFUSED, by=cast.reader, now=then)
    assert len(told(Kind.REFUSED)) == audit.MOST_IN_A_ROW
    assert audit.record_bounded(Kind.REFUSED, by=cast.reader, now=clock.now()) is not None
    assert audit.record_bounded(Kind.REFUSED, by=cast.officer, now=then) is not None


# Refusals


def test_who_is_refused_is_told_at_both_doors(cast: Cast, client: Client) -> None:
    client.force_login(cast.reader)
    assert client.get("/desk/meetings/new/").status_code == 403
    callers = make_api_cast(cast)
    assert callers.narrow.get("/api/v1/meetings/").status_code == 403
    page, api = told(Kind.REFUSED)
    assert (page.who, page.door, page.details) == (cast.reader, "browser", {"method": "GET", "page": "investors:meeting_create"})
    assert (api.who, api.door, api.key_prefix) == (None, "api", callers.keys["narrow"].prefix)
    assert api.who_name == callers.partner.name


def test_a_page_that_does_not_exist_for_the_viewer_is_a_refusal_and_another_unknown_address_is_not(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.investor)
    for address in ("/desk/", PAGE, "/no-such-page/"):
        assert client.get(address).status_code == 404
    assert [entry.details["page"] for entry in told(Kind.REFUSED)] == ["investors:desk", "accounts:audit"]


def test_strangers_who_knock_leave_no_entry(cast: Cast, client: Client) -> None:
    for address in ("/desk/", PAGE, "/my/", "/no-such-page/", "/api/v1/meetings/"):
        client.get(address)
    Client(enforce_csrf_checks=True).post("/sign-in/", {})
    assert not AuditEntry.objects.exists()


def test_a_key_is_told_on_its_first_use_and_once_a_day(cast: Cast) -> None:
    callers = make_api_cast(cast)
    for _ in range(3):
        assert callers.full.get("/api/v1/meetings/").status_code == 200
    key = callers.keys["full"]
    first = told(Kind.KEY_USED)
    assert [(one.about_id, one.key_prefix, one.door) for one in first] == [(key.pk, key.prefix, "api")]
    clock.move(datetime.timedelta(days=1))
    callers.full.get("/api/v1/meetings/")
    callers.full.get("/api/v1/meetings/")
    assert len(told(Kind.KEY_USED)) == 2


# The page

SEES = {"administrator": 200, "supervisor": 403, "officer": 403, "colleague": 403, "operator": 403, "reader": 403}


@pytest.mark.parametrize("who", [*SEES, "investor", "stranger"])
def test_administrators_read_it_and_nobody_else(cast: Cast, client: Client, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(PAGE).status_code == SEES.get(who, 404)
    assert client.post(PAGE + "export/").status_code == SEES.get(who, 404)


def test_nobody_signed_in_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE)["Location"].startswith("/sign-in/")
    assert client.post(PAGE + "export/")["Location"].startswith("/sign-in/")


@pytest.fixture
def administrator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.administrator)
    return client


def test_it_costs_the_same_for_3_and_for_300_entries(cast: Cast, administrator: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert administrator.get(PAGE).status_code == 200
        return len(asked)

    for _ in range(3):
        audit.record(Kind.ROLE_CHANGED, by=cast.administrator, about=cast.reader, details={"before": "reader"})
    few = statements()
    for _ in range(300):
        audit.record(Kind.ROLE_CHANGED, by=cast.administrator, about=cast.reader, details={"before": "reader"})
    assert statements() == few <= MOST


def test_what_happened_stands_there_in_words(cast: Cast, administrator: Client) -> None:
    audit.record(
        Kind.ROLE_CHANGED,
        by=cast.administrator,
        about=cast.reader,
        details={"before": "reader", "after": "desk_officer", "reason": "<b>bold</b>"},
    )
    page = administrator.get(PAGE).content.decode()
    for words in ("Changed a role", "Before: reader", "After: desk officer", "Reader", "&lt;b&gt;bold&lt;/b&gt;"):
        assert words in page, words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=disabled", True),
        ("kind=enabled", False),
        ("q=reader", True),
        ("q=nobody-else", False),
        ("since=2031-02-03&until=2031-02-03", True),
        ("since=2031-02-04", False),
        ("until=2031-02-02", False),
    ],
)
def test_it_is_narrowed_by_its_address(cast: Cast, administrator: Client, query: str, found: bool) -> None:
    # Half past midnight in India, still the day before in UTC.
    at = datetime.datetime(2031, 2, 2, 19, 0, tzinfo=datetime.UTC)
    audit.record(Kind.DISABLED, by=cast.supervisor, about=cast.reader, now=at)
    rows = administrator.get(f"{PAGE}?{query}").context["page"].rows
    assert (at in {row.at for row in rows}) is found


def test_a_person_is_found_as_doer_and_as_done_to(cast: Cast, administrator: Client) -> None:
    audit.record(Kind.DISABLED, by=cast.supervisor, about=cast.reader)
    audit.record(Kind.ENABLED, by=cast.reader, about=cast.officer)
    audit.record(Kind.ENABLED, by=cast.officer, about=cast.colleague)
    rows = administrator.get(f"{PAGE}?person={cast.reader.pk}").context["page"].rows
    assert [row.kind for row in rows] == ["enabled", "disabled"]


@pytest.mark.parametrize(
    "query", ["since=0001-01-01", "until=9999-12-31", "person=x", "kind=x", "q=" + "x" * 300, "since=2031-02-30", "q=%E0%B2%95"]
)
def test_odd_values_are_answered(administrator: Client, query: str) -> None:
    assert administrator.get(f"{PAGE}?{query}").status_code == 200
    assert administrator.post(f"{PAGE}export/?{query}").status_code in (200, 302)


def test_an_unknown_filter_is_a_bad_request(administrator: Client) -> None:
    assert administrator.get(f"{PAGE}?colour=red").status_code == 400
    assert administrator.post(f"{PAGE}export/?colour=red").status_code == 400


def test_the_file_holds_what_the_address_narrows_to_and_is_itself_told(cast: Cast, administrator: Client) -> None:
    cast.reader.name = '=HYPERLINK("x")'
    audit.record(Kind.DISABLED, by=cast.supervisor, about=cast.reader, details={"reason": "left, for good"})
    answer = administrator.post(f"{PAGE}export/?kind=disabled")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-')
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["what"], row["who"], row["about"], row["details"]) for row in rows] == [
        ("disabled", cast.supervisor.name, '\'=HYPERLINK("x")', "reason: left, for good")
    ]
    entry = told(Kind.EXPORTED)[0]
    assert (entry.who, entry.details) == (cast.administrator, {"list": "audit", "rows": 1, "filters": {"kind": "disabled"}})


def test_looking_at_it_changes_nothing(administrator: Client) -> None:
    before = AuditEntry.objects.count()
    administrator.get(PAGE)
    assert administrator.get(PAGE + "export/").status_code == 405
    assert AuditEntry.objects.count() == before
