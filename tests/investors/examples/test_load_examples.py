"""Invented rows: marked, made once, and with sign-ins that keep working."""

import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from investors.models import Commitment, Company, Contact, Delegation, Meeting, Organisation
from investors.reference.loading import load_reference
from portal.accounts.models import Role, User
from portal.accounts.viewer import Viewer
from portal.partners.keys import digest_of
from portal.partners.models import ApiKey, Partner
from sectors.models import Plot

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    load_reference()
    return tmp_path / "demo.json"


def run() -> str:
    out = io.StringIO()
    call_command("load_examples", stdout=out)
    return out.getvalue()


def test_every_role_can_sign_in_with_what_the_file_tells(demo: Path) -> None:
    run()
    assert stat.S_IMODE(demo.stat().st_mode) == 0o600
    told = json.loads(demo.read_text())
    assert {user["role"] for user in told["users"]} == set(Role.values)
    assert told["users"][0]["email"] == "officer@example.org"
    for user in told["users"]:
        assert authenticate(username=user["email"], password=user["password"]).role == user["role"]
    (key,) = told["keys"]
    assert ApiKey.objects.get(revoked_at__isnull=True).digest == digest_of(key["key"])


def test_every_invented_row_is_marked_and_no_real_one(demo: Path) -> None:
    run()
    assert set(Plot.objects.values_list("status", flat=True)) == set(Plot.Status.values)
    for model in (Plot, User, Commitment, Partner):
        assert model._base_manager.exists()
        assert not model._base_manager.filter(is_example=False).exists()
    assert Company.objects.filter(is_example=True).count() == 2
    assert Organisation.objects.get(is_example=True).slug == "example-trade-agency"
    assert Meeting.objects.filter(is_example=True).count() == 3
    assert not Meeting.objects.filter(is_example=False).exclude(state="reported").exists()
    assert all(
        contact.email == "" or contact.email.endswith("@example.org") for contact in Contact.objects.filter(is_example=True)
    )
    assert not Delegation.objects.exists()


def test_the_investor_sees_what_both_sides_promised(demo: Path) -> None:
    run()
    viewer = Viewer(user=User.objects.get(email="investor@example.org"))
    promises = Commitment.objects.visible_to(viewer)
    assert {promise.side for promise in promises} == {"host", "guest"}
    assert promises.count() == 2
    assert Meeting.objects.visible_to(viewer).get().shared_summary


def test_a_second_run_changes_nothing_and_keeps_sign_ins(demo: Path) -> None:
    run()
    before = demo.read_text()
    assert run() == "Examples: 0 plots, 0 companies and people, 0 sign-ins, 0 meetings new.\n"
    assert demo.read_text() == before


def test_what_no_longer_opens_is_replaced(demo: Path) -> None:
    run()
    first = json.loads(demo.read_text())
    user = User.objects.get(email="reader@example.org")
    user.set_password("another pass phrase altogether")
    user.save()
    first["keys"][0]["key"] = "lost"
    demo.write_text(json.dumps(first))
    assert "1 sign-ins" in run()
    told = json.loads(demo.read_text())
    for user_told in told["users"]:
        assert authenticate(username=user_told["email"], password=user_told["password"]) is not None
    assert ApiKey.objects.get(revoked_at__isnull=True).digest == digest_of(told["keys"][0]["key"])
    demo.write_text("{not json")
    assert "9 sign-ins" in run()


def test_nothing_is_invented_outside_a_demonstration(demo: Path, settings: Any) -> None:
    settings.SETU_TESTING = settings.SETU_DEMO = False
    with pytest.raises(CommandError, match="only for demonstrations"):
        run()
    assert not User.objects.exists() and not demo.exists()


def test_a_real_account_is_never_taken(demo: Path) -> None:
    User.objects.create_user("officer@example.org", "a long pass phrase", name="Real", role=Role.DESK_OFFICER)
    with pytest.raises(CommandError, match="no example"):
        run()
    assert User.objects.count() == 1 and not Plot.objects.exists()


def test_examples_need_the_reference_data(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path
    with pytest.raises(CommandError, match="Run load_reference first"):
        run()
