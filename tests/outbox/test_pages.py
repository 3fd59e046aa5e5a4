"""The bell, the operators' page, the caught mail, the figures for a monitor: each with the whole cast."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.outbox import dispatcher
from portal.outbox.catcher import keep
from portal.outbox.models import Delivery, Event, Notice
from tests.cast import Cast

from .conftest import Put, Words

pytestmark = pytest.mark.django_db(transaction=True)
RAW = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Hello <b>\r\nMessage-ID: <1@example.org>\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("number", [3, 60])
def test_the_bell_shows_one_s_own_notices_in_few_statements(put: Put, words: Words, person: Any, number: int) -> None:
    put(number, channels=("in_app",))
    while dispatcher.drain():
        pass
    client = signed_in(person)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/notices/")
    assert page.status_code == 200
    assert b"Subject" in page.content
    assert len(queries) <= 12
    assert client.get("/notices/?page=99999999999").status_code == 200


def test_reading_a_notice_opens_its_page_and_others_cannot(put: Put, words: Words, person: Any, cast: Cast) -> None:
    put(1, channels=("in_app",))
    dispatcher.drain()
    notice = Notice.objects.get()
    assert signed_in(cast.stranger).post("/notices/", {"notice": str(notice.pk)}).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None
    answer = signed_in(person).post("/notices/", {"notice": str(notice.pk)})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert signed_in(person).post("/notices/", {"notice": "x"}).status_code == 404


def test_only_operators_see_and_decide(put: Put, words: Words, cast: Cast) -> None:
    (row,) = put(1)
    Delivery.objects.filter(pk=row.pk).update(state="dead", answer="550 <img src=x>")
    for user in (cast.officer, cast.supervisor, cast.reader, cast.investor):
        assert signed_in(user).get("/operations/").status_code == 404
        assert signed_in(user).post(f"/operations/{row.pk}/retry/").status_code == 404
        assert signed_in(user).get("/status").status_code == 404
    assert Client().get("/operations/").status_code == 302
    client = signed_in(cast.operator)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/operations/")
    assert b"550 &lt;img" in page.content
    assert len(queries) <= 12
    assert client.get("/status").json()["dead"] == 1
    assert client.post(f"/operations/{row.pk}/done/", {"reason": ""}).status_code == 422
    assert client.post(f"/operations/{row.pk}/done/", {"reason": "by telephone"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer, words.accepted) == ("accepted", "by telephone", [row.pk])
    assert Event.objects.filter(kind="delivery.done_another_way", by=cast.operator).exists()
    client.post(f"/operations/{row.pk}/retry/")
    row.refresh_from_db()
    assert row.state == "accepted"


@pytest.mark.parametrize(("verb", "state"), [("retry", "waiting"), ("drop", "cancelled")])
def test_a_dead_one_is_sent_again_or_dropped(put: Put, cast: Cast, verb: str, state: str) -> None:
    (row,) = put(1)
    Delivery.objects.filter(pk=row.pk).update(state="dead")
    signed_in(cast.operator).post(f"/operations/{row.pk}/{verb}/", {"reason": "because"})
    row.refresh_from_db()
    assert row.state == state


def test_a_monitor_reads_the_figures_with_its_token(db: None, settings: Any) -> None:
    settings.STATUS_TOKEN = "token-of-the-monitor"
    assert Client().get("/status", headers={"Authorization": "Bearer token-of-the-monitor"}).status_code == 200
    assert Client().get("/status", headers={"Authorization": "Bearer "}).status_code == 404
    settings.STATUS_TOKEN = ""
    assert Client().get("/status", headers={"Authorization": "Bearer "}).status_code == 404


def test_caught_mail_is_shown_in_a_frame_that_runs_nothing(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.SETU_DEMO, settings.VAR_DIR = True, tmp_path
    (tmp_path / "mail").mkdir()
    name = keep(tmp_path / "mail", RAW).name
    client = signed_in(cast.officer)
    assert b"Hello &lt;b&gt;" in client.get("/mail/").content
    assert b" sandbox " in client.get(f"/mail/{name}/").content
    html = client.get(f"/mail/{name}/html/")
    assert html["X-Frame-Options"] == "SAMEORIGIN"
    policy = html["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    assert client.get(f"/mail/{name}/raw/").content == RAW
    for bad in ("..%2F..%2Fetc%2Fpasswd", "x.eml", ".new-1", name + "%00"):
        assert client.get(f"/mail/{bad}/").status_code in (400, 404)
    assert signed_in(cast.investor).get("/mail/").status_code == 404
    settings.SETU_DEMO = False
    assert client.get("/mail/").status_code == 404
