"""Every address, every kind of person, an own and a foreign object: the answers that the table of rights says, and nothing written by
a GET or by somebody who was refused."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from .scene import GROUPS, KEYS, PEOPLE, Scene
from .table import ANSWERS, LEFT_TO_THE_ADMINISTRATION, RULES, Route, addresses, routes

pytestmark = pytest.mark.django_db
WRITES = re.compile(r'^\s*(?:WITH .*?)?(INSERT INTO|UPDATE|DELETE FROM) "?([a-z_]+)"?', re.S | re.I)
# What looking may write: that a session lives, that a key was used, that somebody was refused.
NOTES = re.compile(r"^(django_session|partners_apikey|accounts_audit\w*|usersessions_\w+|account_emailaddress)$")


def heard(answer: Any) -> str:
    """An answer in the words of the table."""
    if answer.status_code in (301, 302, 303):
        where = answer["Location"]
        if re.search(r"/sign-in/(\?next=|$)|/admin/login/", where):
            return "sign-in"
        return "way on"
    words = {200: "ok", 400: "ok", 404: "absent", 403: "refused", 405: "no", 401: "keyless", 409: "ok", 410: "over", 422: "ok"}
    return words.get(answer.status_code, str(answer.status_code))


def consume(answer: Any) -> None:
    """Read a file to its end, which closes it."""
    if answer.streaming:
        list(answer.streaming_content)


def agrees(expected: str, answer: Any, method: str) -> bool:
    said = heard(answer)
    if expected == "ok":
        # 400 is the form's own "this cannot be read", and no page of reading.
        return said in ("ok", "way on") and not (method == "get" and answer.status_code == 400)
    if expected == "moved":
        return said == "way on"
    return said == expected


def written(captured: CaptureQueriesContext) -> list[str]:
    found = [match[2] for query in captured.captured_queries if (match := WRITES.match(query["sql"]))]
    return [table for table in found if not NOTES.match(table)]


def test_the_table_names_every_address_and_no_other() -> None:
    known = {name for name in addresses() if not name.startswith(LEFT_TO_THE_ADMINISTRATION)}
    assert known - set(RULES["routes"]) == set(), "addresses that tests/rights/rules.toml does not name"
    assert set(RULES["routes"]) - known == set(), "lines of tests/rights/rules.toml without an address"


def test_the_table_speaks_of_known_people_and_answers_only() -> None:
    people = {*PEOPLE, *KEYS, *GROUPS}
    for rule in RULES["rules"].values():
        for told in rule.values():
            assert set(told) <= people and set(told.values()) <= ANSWERS


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_everyone_gets_the_answer_of_the_table(route: Route, scene: Scene) -> None:
    wrong = []
    for number, which in enumerate(("own", "foreign")):
        keys = scene.objects[route.object][number] if route.object else {}
        if route.name.startswith("api-") and keys:
            keys = {"key": next(iter(keys.values()))}
        address = reverse(route.name, kwargs={**keys, **route.more})
        for method in ("get", "post"):
            for who, expected in route.answers(method, which).items():
                client = scene.client(who)
                with CaptureQueriesContext(connection) as captured:
                    answer = client.get(address) if method == "get" else client.post(address, route.body)
                consume(answer)
                tables = written(captured)
                if not agrees(expected, answer, method):
                    wrong.append(f"{method} {address} ({which}) as {who}: {answer.status_code}, the table says {expected}")
                if tables and (method == "get" or expected != "ok"):
                    wrong.append(f"{method} {address} ({which}) as {who} wrote to {tables}")
        if not route.object:
            break
    assert not wrong, "\n".join(wrong)


def test_a_wrong_answer_would_be_told(scene: Scene) -> None:
    answer = scene.client("investor").get(reverse("investors:desk"))
    assert agrees("absent", answer, "get") and not agrees("ok", answer, "get")
    assert heard(scene.client("nobody").get(reverse("investors:desk"))) == "sign-in"


def test_a_write_would_be_told(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as captured:
        scene.cast.officer.save()
    assert written(captured) == ["accounts_user"]
