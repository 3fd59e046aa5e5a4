"""The whole cast knocks at every page of the desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from investors.models import Commitment, Delegation, FollowUp, Meeting
from portal.accounts.models import User
from tests.cast import Cast

from .desk_rows import log

READ = ("desk", "meetings", "meeting", "delegations", "delegation", "commitments", "commitment", "companies", "company")
VERBS = (
    "cancel", "outcome", "delegation-new", "delegation-edit", "edit", "propose", "close", "withdraw", "reassign", "approve", "dismiss",
)  # fmt: skip


@pytest.fixture
def address(cast: Cast) -> Callable[[str], str]:
    """The address of a page, by a short name, for one meeting of the officer."""
    meeting = log(cast)
    promise = Commitment.objects.earliest("position")
    message = FollowUp.objects.get(step="thank_you")
    visit = Delegation.objects.get()
    known = {
        "desk": "/desk/",
        "meetings": "/desk/meetings/",
        "meeting": f"/desk/meetings/{meeting.pk}/",
        "cancel": f"/desk/meetings/{meeting.pk}/cancel/",
        "outcome": f"/desk/meetings/{meeting.pk}/outcome/",
        "delegations": "/desk/delegations/",
        "delegation-new": "/desk/delegations/new/",
        "delegation": f"/desk/delegations/{visit.pk}/",
        "delegation-edit": f"/desk/delegations/{visit.pk}/edit/",
        "commitments": "/desk/commitments/",
        "commitment": f"/desk/commitments/{promise.pk}/",
        "companies": "/desk/companies/",
        "company": "/desk/companies/example-denchi/",
        "approve": f"/desk/follow-ups/{message.pk}/approve/",
        "dismiss": f"/desk/follow-ups/{message.pk}/dismiss/",
    }
    for verb in ("edit", "propose", "close", "withdraw", "reassign", "reopen"):
        known[verb] = f"/desk/commitments/{promise.pk}/{verb}/"
    return known.__getitem__


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("page", READ)
def test_every_official_reads_the_page(page: str, cast: Cast, address: Callable[[str], str]) -> None:
    assert {user.role: _as(user).get(address(page)).status_code for user in cast.desk} == dict.fromkeys(
        {u.role for u in cast.desk}, 200
    )


@pytest.mark.parametrize("page", READ + VERBS)
def test_to_investors_the_page_does_not_exist(page: str, cast: Cast, address: Callable[[str], str]) -> None:
    assert [_as(user).get(address(page)).status_code for user in (cast.investor, cast.stranger)] == [404, 404]
    assert _as(cast.investor).post(address(page)).status_code in (404, 405)


@pytest.mark.parametrize("page", READ + VERBS)
def test_who_is_not_signed_in_is_sent_to_the_sign_in_page_and_back(page: str, cast: Cast, address: Callable[[str], str]) -> None:
    answer = Client().get(address(page))
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={address(page)}")


@pytest.mark.parametrize("page", READ)
def test_nothing_is_posted_to_a_page_that_is_for_reading(page: str, cast: Cast, address: Callable[[str], str]) -> None:
    assert [_as(cast.officer).generic(verb, address(page)).status_code for verb in ("POST", "PUT", "DELETE")] == [405, 405, 405]


@pytest.mark.parametrize("page", VERBS)
def test_the_owner_and_the_supervisor_get_the_form_of_the_verb(page: str, cast: Cast, address: Callable[[str], str]) -> None:
    assert [_as(user).get(address(page)).status_code for user in (cast.officer, cast.supervisor)] == [200, 200]
    assert _as(cast.officer).generic("DELETE", address(page)).status_code == 405


@pytest.mark.parametrize("page", VERBS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_only_reads_is_refused_the_verb(page: str, method: str, cast: Cast, address: Callable[[str], str]) -> None:
    answers = [getattr(_as(user), method)(address(page)).status_code for user in (cast.reader, cast.operator)]
    assert answers == [403, 403]


@pytest.mark.parametrize("page", [verb for verb in VERBS if not verb.startswith("delegation")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_colleague_is_refused_what_is_the_owners(page: str, method: str, cast: Cast, address: Callable[[str], str]) -> None:
    assert getattr(_as(cast.colleague), method)(address(page)).status_code == 403


@pytest.mark.parametrize("user", ["reader", "colleague"])
def test_pages_show_no_verb_to_who_may_not_do_it(user: str, cast: Cast, address: Callable[[str], str]) -> None:
    client = _as(getattr(cast, user))
    text = client.get(address("meeting")).content.decode() + client.get(address("commitment")).content.decode()
    assert not [
        verb for verb in ("cancel", "outcome", "edit", "close", "withdraw", "approve", "dismiss") if address(verb) in text
    ]


def test_no_get_changes_anything(cast: Cast, address: Callable[[str], str]) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (Meeting, Commitment, FollowUp)]
    client = _as(cast.officer)
    for page in READ + VERBS:
        client.get(address(page))
    assert before == [list(model.objects.order_by("pk").values()) for model in (Meeting, Commitment, FollowUp)]
