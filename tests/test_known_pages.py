"""A guest who has a page already is told so before anything is rendered; nobody gets another one's page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.template import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver
from django.utils import translation

from investors.models import Company, Establishment, Meeting, Project
from sectors.models import Claim, Opportunity, Segment, Township
from tests.cast import Cast
from tests.sectors.views.offer_rows import make_offer

pytestmark = pytest.mark.django_db

PAGES = [
    "/", "/segments/", "/segments/root/", "/opportunities/", "/opportunities/chance-0/", "/townships/", "/townships/place-0/",
    "/incentives/", "/policies/rules/", "/sources/", "/sources/X1/", "/sources/figures/", "/search/", "/search/?q=chance",
    "/accessibility/", "/api/docs/",
]  # fmt: skip
SHARED = "public, max-age=0, must-revalidate"


@pytest.fixture
def offer() -> None:
    with translation.override("en"):
        make_offer(2)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were rendered, one after the other."""
    names: list[str] = []
    render = Template.render

    def noted(self: Template, context: Any) -> Any:
        names.append(self.name or "")
        return render(self, context)

    monkeypatch.setattr(Template, "render", noted)
    return names


def again(client: Client, path: str, tag: str, **headers: str) -> Any:
    return client.get(path, headers={"If-None-Match": tag, **headers})


@pytest.mark.parametrize("prefix", ["", "/ja", "/kn"])
@pytest.mark.parametrize("path", PAGES)
def test_a_known_page_is_answered_by_one_statement_and_no_template(
    client: Client, offer: None, rendered: list[str], path: str, prefix: str
) -> None:
    if path.startswith("/api/"):
        prefix = ""
    first = client.get(prefix + path)
    assert first.status_code == 200
    assert first["ETag"].startswith('W/"') and first["Cache-Control"] == SHARED
    assert "Cookie" in first["Vary"]
    assert not first.cookies and not client.cookies
    assert rendered
    rendered.clear()
    with CaptureQueriesContext(connection) as statements:
        known = again(client, prefix + path, first["ETag"])
    assert (known.status_code, known.content) == (304, b"")
    assert len(statements) == 1 and rendered == []
    assert known["ETag"] == first["ETag"] and known["Cache-Control"] == SHARED
    assert set(first["Vary"].split(", ")) <= set(known["Vary"].split(", "))
    assert not known.cookies
    assert client.head(prefix + path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert again(client, prefix + path, 'W/"other"').status_code == 200
    assert not Session.objects.exists()


def test_languages_and_questions_are_pages_of_their_own(client: Client, offer: None) -> None:
    paths = ["/", "/ja/", "/kn/", "/?x=1", "/townships/", "/townships/?q=place", "/search/?q=a", "/search/?q=b"]
    tags = [client.get(path).get("ETag") for path in paths if "x=1" not in path]
    assert len(set(tags)) == len(tags) and None not in tags


def test_every_change_of_what_a_page_shows_makes_it_unknown(client: Client, offer: None) -> None:
    def known(path: str, tag: str) -> bool:
        return bool(again(client, path, tag).status_code == 304)

    for path, change in (
        ("/", lambda: Claim.objects.filter(measure="japanese_firms").update(value=600)),
        ("/segments/root/", lambda: Segment.objects.filter(code="root").update(name_ja="幹")),
        ("/opportunities/chance-0/", lambda: Opportunity.objects.filter(slug="chance-0").update(status="draft")),
        ("/townships/place-0/", lambda: Establishment.objects.filter(key="site-0").update(kind="plant")),
        ("/townships/place-0/", lambda: Project.objects.get(slug="plan-0").sources.clear()),
        ("/segments/root/", lambda: Meeting.objects.filter(title="Reported 0").delete()),
        ("/townships/place-0/", lambda: Company.objects.filter(slug="works").update(name_ja="製作所")),
        ("/search/?q=place", lambda: Township.objects.filter(slug="place-1").update(name_kn="ಸ್ಥಳ")),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert known(path, answer["ETag"])
        change()
        assert not known(path, answer["ETag"]), path


def test_another_day_or_another_build_makes_a_page_unknown(client: Client, offer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = client.get("/")["ETag"]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_clockoffset (singleton, \"offset\") VALUES (true, interval '2 days')")
    assert again(client, "/", tag).status_code == 200
    tag = client.get("/")["ETag"]
    monkeypatch.setattr("portal.core.public_pages.build", lambda: "another")
    assert again(client, "/", tag).status_code == 200


def test_who_has_signed_in_gets_a_page_that_is_kept_nowhere(client: Client, cast: Cast, offer: None) -> None:
    guest = {path: client.get(path) for path in PAGES}
    for user in (cast.officer, cast.investor):
        client.force_login(user)
        for path in PAGES:
            answer = again(client, path, guest[path]["ETag"])
            assert answer.status_code == 200, path
            assert answer["Cache-Control"] == "private, no-store" and "ETag" not in answer, path
            assert "Cookie" in answer["Vary"]
        client.logout()
    assert again(client, "/", guest["/"]["ETag"]).status_code == 304


def test_a_message_that_is_due_is_shown_once_and_to_nobody_else(client: Client, cast: Cast, offer: None) -> None:
    tag = client.get("/")["ETag"]
    client.force_login(cast.officer)
    client.post("/sign-out/")
    if "messages" not in client.cookies:
        client.cookies["messages"] = "anything"
    answer = again(client, "/", tag)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"


def test_an_old_sessions_cookie_costs_two_statements_and_gets_the_guests_page(client: Client, offer: None) -> None:
    tag = client.get("/")["ETag"]
    client.cookies["setu_session"] = "x" * 32
    with CaptureQueriesContext(connection) as statements:
        assert again(client, "/", tag).status_code == 304
    assert len(statements) <= 2


@pytest.mark.parametrize("path", ["/segments/none/", "/opportunities/none/", "/townships/?colour=blue", "/search/?q=%00"])
def test_what_is_no_page_carries_no_tag(client: Client, offer: None, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404) and "ETag" not in answer
    assert not answer.cookies


def test_a_draft_cannot_be_told_from_nothing(client: Client, offer: None) -> None:
    Opportunity.objects.filter(slug="chance-0").update(status="draft")
    draft, nothing = client.get("/opportunities/chance-0/"), client.get("/opportunities/chance-9/")
    assert draft.status_code == nothing.status_code == 404
    assert dict(draft.items()) == {**dict(nothing.items()), "Content-Length": draft["Content-Length"]}


# Guards for pages that are still to be written


def public_patterns() -> Iterator[URLPattern]:
    def walk(patterns: Any) -> Iterator[URLPattern]:
        for one in patterns:
            if isinstance(one, URLPattern):
                yield one
            elif "admin" not in str(one.pattern):
                yield from walk(one.url_patterns)

    yield from walk(get_resolver().url_patterns)


def test_every_table_that_a_public_page_reads_counts_its_changes(client: Client, offer: None) -> None:
    """A page of a room above that joins in later would else be shown as it was before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_count_change_%'")
        counting = {name for (name,) in cursor.fetchall()}
    read: dict[str, str] = {}
    for path in PAGES:
        with CaptureQueriesContext(connection) as statements:
            assert client.get(path).status_code == 200
        for one in statements.captured_queries:
            for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"]):
                read.setdefault(table, path)
    # What the search finds by is written with the row it is about.
    unseen = {table: path for table, path in read.items() if table not in counting | {"sectors_searchentry"}}
    assert len(read) > 15
    assert unseen == {}


def test_every_page_that_guests_may_read_is_answered_so() -> None:
    """Those with a form of their own aside: their token is for one person."""
    open_rooms = ("sectors.", "portal.core.views.")
    apart = {"healthz", "readyz", "robots", "styleguide"}
    missing = [
        str(one.pattern)
        for one in public_patterns()
        if getattr(one.callback, "__module__", "").startswith(open_rooms)
        and one.name not in apart
        and not getattr(one.callback, "is_public_page", False)
    ]
    assert missing == []
