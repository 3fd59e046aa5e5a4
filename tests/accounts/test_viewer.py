"""What each of the cast may do, asked of the viewer and of nothing else."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from portal.accounts.models import User
from portal.accounts.viewer import NOBODY, Viewer, viewer_of
from tests.cast import PASSWORD, Cast, make_user

pytestmark = pytest.mark.django_db

#             desk   write  supervise operate investor
MAY = {
    "officer": (True, True, False, False, False),
    "colleague": (True, True, False, False, False),
    "supervisor": (True, True, True, False, False),
    "operator": (True, False, False, True, False),
    "administrator": (True, True, True, True, False),
    "reader": (True, False, False, False, False),
    "investor": (False, False, False, False, True),
    "stranger": (False, False, False, False, True),
}


@pytest.mark.parametrize("who", MAY)
def test_a_users_rights_follow_from_the_role(cast: Cast, who: str) -> None:
    viewer = Viewer(user=getattr(cast, who))
    assert (viewer.is_desk, viewer.may_write, viewer.may_supervise, viewer.may_operate, viewer.is_investor) == MAY[who]
    assert viewer.is_authenticated
    assert not viewer.is_partner
    assert viewer.name == getattr(cast, who).name


def test_nobody_may_nothing() -> None:
    assert not any([NOBODY.is_authenticated, NOBODY.is_desk, NOBODY.may_write, NOBODY.may_supervise, NOBODY.may_operate])
    assert not any([NOBODY.is_investor, NOBODY.is_partner, NOBODY.may("meetings:read"), NOBODY.name, NOBODY.user_id])


def test_a_partners_key_may_what_its_scopes_say_and_is_no_official() -> None:
    viewer = Viewer(partner_id=uuid4(), partner_name="Invented agency", scopes=frozenset({"meetings:read"}))
    assert viewer.is_partner
    assert viewer.is_authenticated
    assert viewer.may("meetings:read")
    assert not viewer.may("meetings:write")
    assert not viewer.is_desk
    assert not viewer.may_write
    assert viewer.name == "Invented agency"


def test_a_request_without_a_viewer_is_nobodys() -> None:
    assert viewer_of(object()) is NOBODY


def test_addresses_are_one_whatever_their_letters(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_user("Officer@Example.org", PASSWORD, name="Twin", role="reader")
    assert User.objects.get_by_natural_key("OFFICER@EXAMPLE.ORG") == cast.officer


@pytest.mark.parametrize("name", ["", "a\x00b", "Bob\r\nBcc: all@x.example", "\u202egnp.exe"])
def test_a_user_has_a_name_of_plain_text(name: str) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_user("new@example.org", PASSWORD, name=name, role="reader")


def test_a_superuser_is_an_administrator() -> None:
    user = User.objects.create_superuser("root@example.org", PASSWORD)
    assert (user.role, user.is_staff, user.is_superuser, user.get_full_name()) == (
        "administrator",
        True,
        True,
        "root@example.org",
    )


def test_invented_users_say_so() -> None:
    assert make_user("somebody", "reader").is_example
