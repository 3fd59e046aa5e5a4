"""The table of rights is what the documentation shows and what the viewer answers."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from portal.accounts import rights
from portal.accounts.models import Role, User
from portal.accounts.rights import INVITES, RIGHTS, Right
from portal.accounts.viewer import NOBODY, Viewer

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "roles.md"


def table(heading: str) -> dict[str, dict[str, bool]]:
    """A table of the document: row, column, whether it says yes."""
    part = DOCUMENT.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in part.splitlines() if line.startswith("|")]
    (_corner, *columns), _rule, *rows = lines
    assert {cell for row in rows for cell in row[1:]} <= {"yes", "–"}
    return {row[0]: {column: cell == "yes" for column, cell in zip(columns, row[1:], strict=True)} for row in rows}


def test_the_document_shows_the_rights_of_the_code() -> None:
    with translation.override("en"):
        assert table("What each role may do") == {
            str(right.label): {str(role.label): right in RIGHTS[role] for role in Role} for right in Right
        }


def test_the_document_shows_who_invites_whom() -> None:
    with translation.override("en"):
        assert table("Whom each role may invite") == {
            str(role.label): {str(one.label): one in invited for one in Role} for role, invited in INVITES.items()
        }


def test_every_role_stands_in_the_table() -> None:
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_the_viewer_answers_what_the_table_says(role: Role) -> None:
    viewer = Viewer(user=User(role=role))
    said = {
        Right.SEE_DESK: viewer.is_desk,
        Right.WRITE: viewer.may_write,
        Right.SUPERVISE: viewer.may_supervise,
        Right.OPERATE: viewer.may_operate,
        Right.SEE_PEOPLE: viewer.may_see_people,
        Right.ADMINISTER: viewer.may_administer,
        Right.OWN_COMPANY: viewer.is_investor,
    }
    assert said == {right: right in RIGHTS[role] for right in Right}


def test_nobody_and_a_role_that_nobody_knows_have_no_right() -> None:
    assert not any(NOBODY.has(right) or rights.has("emperor", right) for right in Right)
    assert rights.invited_by("emperor") == frozenset()


@pytest.mark.parametrize("role", Role)
def test_nobody_but_an_administrator_gives_rights_that_he_does_not_have(role: Role) -> None:
    for invited in rights.invited_by(role) - {Role.INVESTOR}:
        assert role == Role.ADMINISTRATOR or RIGHTS[invited] < RIGHTS[role]


def test_no_page_or_action_compares_roles_beside_the_table() -> None:
    """Who may what is asked of the table; comparing `role` elsewhere would be a second one."""
    root = DOCUMENT.parents[1]
    found = [
        str(file.relative_to(root))
        for room in ("portal", "sectors", "investors")
        for file in sorted((root / room).rglob("*.py"))
        if re.search(r"\.role (?:==|!=|in|not in) (?:\(?Role\.|\(Role)", file.read_text(encoding="utf-8"))
    ]
    assert found == ["investors/examples/users.py"]
