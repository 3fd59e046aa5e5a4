"""The people of a company: invited by officials and by the company's own administrators, and by nobody else."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from investors.actions import company_people as actions
from investors.models import Company, Meeting, Membership
from portal.accounts.actions import invitations
from portal.accounts.actions.invitations import HasAccount
from portal.accounts.audit import Kind
from portal.accounts.models import AuditEntry, Invitation, Role, User
from portal.accounts.viewer import Viewer
from portal.core.history import acting
from tests.cast import PASSWORD, Cast, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(cast: Cast) -> Company:
    return Company.objects.get(slug="example-denchi")


@pytest.fixture
def boss(cast: Cast, company: Company) -> User:
    """The company's own administrator."""
    user = make_user("boss", Role.INVESTOR, language="ja", zone="Asia/Tokyo")
    Membership.objects.create(user=user, company=company, role="administrator")
    return user


def ask(company: Company, by: User, email: str = "new@example.org", role: str = "member") -> Invitation:
    return actions.invite_to_company(company=company, email=email, name="新 花子", language="ja", role=role, by=by)


def take(row: Invitation) -> User:
    return invitations.accept(
        invitation=row.pk, sending=row.sendings, name="新 花子", language="ja", zone="Asia/Tokyo", password=PASSWORD
    )


MAY = {
    "officer": True, "colleague": True, "supervisor": True, "administrator": True, "boss": True,
    "operator": False, "reader": False, "investor": False, "stranger": False,
}  # fmt: skip


@pytest.mark.parametrize("who", MAY)
def test_who_may_invite_for_a_company(cast: Cast, company: Company, boss: User, who: str) -> None:
    by = boss if who == "boss" else getattr(cast, who)
    if MAY[who]:
        assert ask(company, by).role == Role.INVESTOR
        return
    with pytest.raises(PermissionDenied):
        ask(company, by)


@pytest.mark.parametrize("who", MAY)
def test_who_may_end_a_membership_change_it_and_revoke_an_invitation(cast: Cast, company: Company, boss: User, who: str) -> None:
    by = boss if who == "boss" else getattr(cast, who)
    other = make_user("other", Role.INVESTOR)
    place = Membership.objects.create(user=other, company=company)
    row = ask(company, cast.officer)
    verbs = (
        lambda: actions.change_place(membership=place, role="administrator", by=by),
        lambda: actions.end_membership(membership=place, by=by),
        lambda: invitations.send_again(invitation=row, by=by),
        lambda: invitations.revoke(invitation=row, by=by),
    )
    for verb in verbs:
        if MAY[who]:
            verb()
        else:
            with pytest.raises(PermissionDenied):
                verb()


def test_a_companys_administrator_has_no_right_at_another_company(cast: Cast, boss: User) -> None:
    with pytest.raises(PermissionDenied):
        ask(Company.objects.get(slug="example-motor"), boss)


def test_whose_place_has_ended_invites_nobody_and_his_invitations_are_over(cast: Cast, company: Company, boss: User) -> None:
    row = ask(company, boss)
    actions.end_membership(membership=boss.memberships.get(), by=cast.officer)
    with pytest.raises(PermissionDenied):
        ask(company, boss, "another@example.org")
    with pytest.raises(invitations.NotOpen):
        take(row)


def test_accepting_gives_the_place_and_what_belongs_to_it(cast: Cast, company: Company) -> None:
    meeting = Meeting.objects.create(title="Known", state="reported", date_precision="unknown")
    meeting.companies.add(company)
    with acting(door="browser", user=cast.officer):
        row = ask(company, cast.officer, role="administrator")
    with acting(door="browser"):
        user = take(row)
    place = user.memberships.get()
    assert (place.company, place.role, place.ended_on) == (company, "administrator", None)
    assert Meeting.objects.visible_to(Viewer(user=user)).get() == meeting
    assert apps.get_model("investors", "MembershipEvent").objects.filter(pgh_obj_id=place.pk).count() == 1
    assert AuditEntry.objects.get(kind=Kind.INVITATION_ACCEPTED).details == {"role": "investor", "company": "Example Denchi"}


def test_the_same_address_may_be_invited_for_two_companies_and_joins_both_with_one_account(cast: Cast, company: Company) -> None:
    other = Company.objects.get(slug="example-motor")
    first, second = ask(company, cast.officer), ask(other, cast.officer)
    user = take(first)
    with pytest.raises(HasAccount):
        take(second)
    invitations.accept_as(invitation=second.pk, sending=1, user=user)
    assert {place.company for place in user.memberships.all()} == {company, other}


def test_whoever_left_a_company_comes_back_by_invitation(cast: Cast, company: Company) -> None:
    place = cast.investor.memberships.get()
    actions.end_membership(membership=place, by=cast.officer)
    row = ask(company, cast.officer, cast.investor.email, role="administrator")
    invitations.accept_as(invitation=row.pk, sending=1, user=cast.investor)
    place.refresh_from_db()
    assert (place.ended_on, place.role) == (None, "administrator")


def test_whoever_belongs_to_the_company_is_not_invited_again(cast: Cast, company: Company) -> None:
    with pytest.raises(actions.MemberAlready):
        ask(company, cast.officer, cast.investor.email.upper())


def test_a_company_learns_nothing_about_accounts_that_are_not_its_own(cast: Cast, company: Company, boss: User) -> None:
    """The answer is the same for a stranger's address, another company's investor's and an official's."""
    for email in ("nobody@example.org", cast.stranger.email, cast.officer.email):
        assert ask(company, boss, email).is_pending
    with pytest.raises(HasAccount):
        ask(company, cast.officer, cast.reader.email)


def test_nobody_shuts_himself_out(company: Company, boss: User) -> None:
    place = boss.memberships.get()
    for verb in (
        lambda: actions.end_membership(membership=place, by=boss),
        lambda: actions.change_place(membership=place, role="member", by=boss),
    ):
        with pytest.raises(actions.OwnPlace):
            verb()


def test_an_ended_membership_ends_once(cast: Cast, company: Company) -> None:
    place = cast.investor.memberships.get()
    actions.end_membership(membership=place, by=cast.officer)
    with pytest.raises(actions.NotAMember):
        actions.end_membership(membership=place, by=cast.officer)
    assert [entry.details for entry in AuditEntry.objects.filter(kind=Kind.MEMBERSHIP_CHANGED)] == [
        {"company": "Example Denchi", "before": "member", "after": "ended"}
    ]
