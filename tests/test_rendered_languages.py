"""Every page in Japanese and Kannada, as each kind of person sees it: no word of ours is left in English.

Which pages there are, who may open them and with what arguments is the table of tests/rights: a page that it does not name fails there.
Here every text of every row is first overwritten, so that what a page shows can be told apart:
- what people wrote of meetings, and names, become Q…Z: they have one language and stand as they are (docs/decisions/0005);
- what the offer says in English alone becomes E…E: it must stand in an element that says `lang="en"`;
- every other English word comes from a template or from code, and is a mistake.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from html.parser import HTMLParser
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import UniqueConstraint
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.core.fields import LineField, ProseField
from tests.cast import make_cast
from tests.rights.scene import Scene, make_scene
from tests.rights.table import Route, routes
from tests.sectors.views.offer_rows import make_offer

pytestmark = pytest.mark.django_db

LANGUAGES = ("_en", "_ja", "_kn")
READERS = ("nobody", "investor", "officer", "operator", "administrator")
# Answers that nobody reads as a page, and one that only leads on.
NO_PAGES = {"accounts:home", "healthz", "readyz", "robots", "outbox:status", "investors:suggest", "investors:attachment"}

# Names that are the same in every language, units, and what a reader types as it stands.
SAME_EVERYWHERE = {
    "Setu", "English", "API", "JSON", "CSV", "PDF", "URL", "UTF", "UTC", "GMT", "IST", "JST", "PLI", "INR", "USD", "JPY", "EV", "ID", "IP", "HTTP",
    "OpenAPI", "MoU", "WCAG", "AA", "GIGW", "Karnataka", "ha", "km", "kWh", "GWh", "kW", "MW", "kB", "MB", "min", "acre", "Asia", "Kolkata", "Tokyo", "Cookie", "Valkey", "PostgreSQL", "GitHub",
    # Kinds of files, by the names of their makers.
    "JPEG", "PNG", "WebP", "Word", "Excel", "PowerPoint", "OpenDocument",
    # Specimens of the style guide.
    "KIADB", "LatestLY", "ANI", "Asha", "Rao",
}  # fmt: skip
SPOKEN = ("alt", "title", "aria-label", "aria-description", "placeholder", "data-label", "label")
SILENT = {"script", "style", "code", "kbd", "samp", "template"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

WRITTEN = re.compile(r"q\d{3}z", re.I)
ENGLISH_ONLY = re.compile(r"e\d{3}e", re.I)
# Addresses, codes with digits, scopes of keys, what a script fills in, and what a reader is told to type.
NO_WORDS = re.compile(
    r"\S+@\S+|[\w-]+_FORMS|https?://\S+|www\.\S+|\./setu[\w +]*|__[a-z]+__|[\w.+/-]*\d[\w.+-]*|[\w-]+(?:/[\w-]+)+|\b[a-z]+:(?:read|write)\b|\b\w+\.\w+\b"
)


class Texts(HTMLParser):
    """What a reader reads or hears, with the language that is said of it and where it stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []
        self.open: list[tuple[str, str]] = []

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.language
        for name in SPOKEN:
            self.found.append((given.get(name) or "", language, name))
        if tag == "meta" and (
            given.get("name") == "description" or (given.get("property") or "") in ("og:title", "og:description")
        ):
            self.found.append((given.get("content") or "", language, "head"))
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.found.append((given.get("value") or "", language, "value"))
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(name == tag for name, _language in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        names = {name for name, _language in self.open}
        if not names & SILENT:
            self.found.append((data, self.language, "head" if "title" in names and "svg" not in names else "text"))


def left_in_english(page: str, language: str) -> list[str]:
    """What stands on the page in English without saying so."""
    texts = Texts()
    texts.feed(page)
    texts.close()
    wrong = []
    for text, said, place in texts.found:
        if said != language:
            continue
        bare = WRITTEN.sub(" ", text)
        # The title of a window is one text, and so is a label that is only heard: neither can say the language of a part.
        mixed = place in ("head", "aria-label")
        unmarked = [] if mixed else ENGLISH_ONLY.findall(bare)
        bare = NO_WORDS.sub(" ", ENGLISH_ONLY.sub(" ", bare))
        words = [word for word in re.findall(r"[A-Za-z]{2,}", bare) if word not in SAME_EVERYWHERE]
        if words or unmarked:
            wrong.append(" ".join(text.split())[:160])
    return wrong


def plant(rooms: set[str], first: str, last: str) -> None:
    """Overwrite every human text in these rooms, and what their rows said before; a translated one is left in English alone."""
    number = 0
    for model in apps.get_models():
        if model._meta.app_label not in rooms or model._meta.proxy:
            continue
        names = {column.name for column in model._meta.concrete_fields}
        # What tells rows apart is a code.
        codes = {name for one in model._meta.constraints if isinstance(one, UniqueConstraint) for name in one.fields}
        for column in model._meta.concrete_fields:
            inner = column.base_field if isinstance(column, ArrayField) else column
            is_translation = column.name[-3:] in LANGUAGES and column.name[:-3] in names
            if (
                not isinstance(inner, LineField | ProseField)
                or column.choices
                or is_translation
                or column.unique
                or column.name in codes
            ):
                continue
            number += 1
            word: Any = f"{first}{number:03d}{last}"
            values = {column.name: [word] if isinstance(column, ArrayField) else word}
            if f"{column.name}_en" in names:
                values |= {f"{column.name}_en": word, f"{column.name}_ja": None, f"{column.name}_kn": None}
            sets = ", ".join(f"{connection.ops.quote_name(model._meta.get_field(name).column)} = %s" for name in values)
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET {sets}", list(values.values()))
    assert number > 15


@pytest.fixture
def scene(settings: Any) -> Scene:
    settings.SETU_DEMO = True
    settings.API_CALLS_PER_MINUTE = settings.API_CALLS_PER_MINUTE_WITHOUT_KEY = 10**9
    with translation.override("en"):
        cast = make_cast()
        for person in fields(cast):
            # What history and audit keep of a name is kept for good.
            user = getattr(cast, person.name)
            user.name = "Q000Z"
            user.save()
        made = make_scene(cast)
        make_offer(2)
    # Some tables are written once and for all; here every word of them is changed.
    with pgtrigger.ignore():
        plant({"accounts", "outbox", "partners", "investors"}, "Q", "Z")
        plant({"sectors"}, "E", "E")
    return made


def address(scene: Scene, route: Route, language: str) -> str:
    with translation.override(language):
        return reverse(route.name, kwargs={**(scene.objects[route.object][0] if route.object else {}), **route.more})


def is_page(answer: HttpResponse) -> bool:
    return answer.get("Content-Type", "").startswith("text/html")


def pages(scene: Scene, language: str) -> Iterator[tuple[str, str]]:
    """Each page once for each kind of person who gets it, and what it answers to a form sent empty."""
    for who in READERS:
        client = scene.client(who)
        client.raise_request_exception = True
        for route in routes():
            if route.name.startswith("api") or route.name == "accounts:logout":
                continue
            here = address(scene, route, language)
            if not here.startswith(f"/{language}/"):
                continue
            if route.answers("get", "own").get(who) == "ok":
                answer = client.get(here)
                if answer.streaming:
                    b"".join(answer.streaming_content)  # read to its end, the test client closes the file
                elif is_page(answer) and answer.status_code == 200:
                    yield f"{who} {route.name}", answer.content.decode()
            if route.answers("post", "own").get(who) != "ok":
                continue
            # What an empty form is told, and nothing kept of it.
            with transaction.atomic():
                answer = client.post(here, {})
                if is_page(answer) and answer.status_code in (200, 400, 422):
                    yield f"{who} {route.name} (sent empty)", answer.content.decode()
                transaction.set_rollback(True)


@pytest.mark.parametrize("language", ["ja", "kn"])
def test_no_word_of_ours_is_left_in_english(scene: Scene, language: str) -> None:
    wrong: dict[str, list[str]] = {}
    opened: set[str] = set()
    for name, text in pages(scene, language):
        opened.add(name.split()[1])
        assert f'<html lang="{language}"' in text or "<html" not in text, name
        for one in left_in_english(text, language):
            wrong.setdefault(one, []).append(name)
    assert not wrong, "\n".join(f"{text!r}: {', '.join(names[:3])}" for text, names in wrong.items())
    # A page that nobody of the cast could open was not read: the scene lacks its row, or its person.
    with translation.override(language):
        unread = {
            route.name
            for route in routes()
            if not route.name.startswith("api")
            and route.name not in opened | NO_PAGES
            and address(scene, route, language).startswith(f"/{language}/")
            and set(route.answers("get", "own").values()) & {"ok"}
        }
    assert unread == set()


@pytest.mark.parametrize("language", ["ja", "kn"])
@pytest.mark.parametrize(
    "path",
    [
        "no-such-page/",
        "segments/?q=%ff",
        "segments/?cursor=nonsense",
        "townships/?status=Q001Z",
        "townships/?q=" + "Q001Z" * 60,
    ],
)
def test_no_refusal_is_left_in_english(client: Client, language: str, path: str) -> None:
    answer = client.get(f"/{language}/{path}")
    assert left_in_english(answer.content.decode(), language) == []


def test_english_would_be_found() -> None:
    for text in (
        "<p>Meetings</p>",
        '<img alt="A bridge">',
        '<a aria-label="Open it">面談</a>',
        "<title>Meetings</title>",
        '<p>面談 <span lang="ja">Open</span></p>',
    ):
        assert left_in_english(f'<html lang="ja">{text}</html>', "ja"), text
    for text in (
        '<p>面談 <span lang="en">Meetings</span></p>',
        "<p>Q001Z</p>",
        '<p lang="en">E001E</p>',
        "<title>E001E</title>",
        "<p>4.5 ha、Setu</p>",
        "<code>./setu up</code>",
        '<img lang="en" alt="A bridge">',
    ):
        assert left_in_english(f'<html lang="ja">{text}</html>', "ja") == [], text
    assert left_in_english('<html lang="ja"><p>E001E</p></html>', "ja") == ["E001E"]
    assert left_in_english('<html lang="ja"><p lang="en">A <b>b</b></p><br><p>Then</p></html>', "ja") == ["Then"]
