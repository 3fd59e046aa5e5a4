"""Who belongs to a company: invite, accept, change a place, end it."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import audit, rights
from portal.accounts.actions import invitations
from portal.accounts.actions.invitations import HasAccount
from portal.accounts.models import Invitation, Role, User
from portal.accounts.rights import Right
from portal.core import clock, saving
from portal.core.errors import RuleViolation

from ..models import Company, CompanyInvitation, Membership

ADMINISTRATOR = Membership.Role.ADMINISTRATOR


class NotOfThisCompany(PermissionDenied):
    """The people of a company are the matter of its own administrators and of the desk."""


class MemberAlready(RuleViolation):
    """The person belongs to the company already."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This person is already in this company."), code="member", field="email")


class NotAMember(RuleViolation):
    """The membership has ended."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This person no longer belongs to the company."), code="ended")


class OwnPlace(RuleViolation):
    """Nobody shuts himself out by mistake."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("This is your own place. Ask another administrator of your company, or the desk."), code="own"
        )


def may_see_people(user: User, company: Company) -> bool:
    """Officials, and whoever belongs to the company. One statement at most."""
    return rights.has(user.role, Right.SEE_DESK) or _place_of(user, company).exists()


def may_manage_people(user: User, company: Company) -> bool:
    """Officials who may invite investors, and the company's own administrators. One statement at most."""
    if not user.is_active:
        return False
    return invitations.may_invite(user, Role.INVESTOR) or _place_of(user, company).filter(role=ADMINISTRATOR).exists()


def _place_of(user: User, company: Company) -> QuerySet[Membership]:
    if not rights.has(user.role, Right.OWN_COMPANY):
        return Membership.objects.none()
    return Membership.objects.filter(user=user, company=company, ended_on__isnull=True)


@transaction.atomic
def invite_to_company(
    *,
    company: Company,
    email: str,
    name: str,
    language: str,
    by: User,
    role: str = Membership.Role.MEMBER,
    now: datetime.datetime | None = None,
) -> Invitation:
    """Ask somebody to see what is shared with this company.

    Whoever has an investor's account already accepts with it. Only officials are told that an address is another official's; a
    company learns nothing about accounts that are not its own. Raises NotOfThisCompany, MemberAlready, HasAccount, ValidationError.
    """
    if not may_manage_people(by, company):
        raise NotOfThisCompany(_("Only officials and the company's own administrators invite its people."))
    row = invitations.begin(
        Invitation(email=email.strip(), name=name, role=Role.INVESTOR, language=language, place=company.pk),
        by=by,
        now=now or clock.now(),
    )
    if company.memberships.filter(user__email__iexact=row.email, ended_on__isnull=True, user__is_active=True).exists():
        raise MemberAlready
    known = User.objects.filter(email__iexact=row.email).first()
    if known is not None and rights.has(by.role, Right.SEE_DESK) and not rights.has(known.role, Right.OWN_COMPANY):
        raise HasAccount
    invitations.write(row)
    saving.insert([CompanyInvitation(invitation=row, company=company, role=role)])
    return row


@transaction.atomic
def change_place(*, membership: Membership, role: str, by: User, now: datetime.datetime | None = None) -> Membership:
    """Make a member an administrator of the company, or an administrator a member. Raises NotOfThisCompany, OwnPlace, NotAMember."""
    row = _locked(membership, by)
    before, row.role = row.role, role
    saving.update(row, ["role"])
    _tell(row, by, now, before=before, after=role)
    return row


@transaction.atomic
def end_membership(*, membership: Membership, by: User, now: datetime.datetime | None = None) -> Membership:
    """Let somebody see nothing of this company any more, from the next request on; the account stays.

    Invitations that the person has sent for it are over with it. Raises NotOfThisCompany, OwnPlace, NotAMember.
    """
    now = now or clock.now()
    row = _locked(membership, by)
    row.ended_on = now.date()
    saving.update(row, ["ended_on"])
    _tell(row, by, now, before=row.role, after="ended")
    return row


def _locked(membership: Membership, by: User) -> Membership:
    row = Membership.objects.select_for_update(of=("self",)).select_related("user", "company").get(pk=membership.pk)
    if not may_manage_people(by, row.company):
        raise NotOfThisCompany(_("Only officials and the company's own administrators change its people."))
    if row.user_id == by.pk:
        raise OwnPlace
    if row.ended_on is not None:
        raise NotAMember
    return row


def _tell(row: Membership, by: User, now: datetime.datetime | None, **details: str) -> None:
    audit.record(
        audit.Kind.MEMBERSHIP_CHANGED,
        by=by,
        about=row.user,
        now=now or clock.now(),
        details={"company": row.company.name_en, **details},
    )


class CompanyPlaces:
    """The companies, as the room below asks for them when an invitation is shown, managed and accepted."""

    def name(self, invitation: Invitation) -> str:
        company = _company_of(invitation)
        return company.name if company is not None else ""

    def may_manage(self, user: User, invitation: Invitation) -> bool:
        company = _company_of(invitation)
        return company is not None and may_manage_people(user, company)

    def take(self, invitation: Invitation, user: User, *, now: datetime.datetime) -> None:
        """A membership, or the one of before again."""
        place = CompanyInvitation.objects.select_related("company").get(invitation=invitation)
        saving.lock(f"membership:{user.pk}:{place.company_id}")
        row = Membership.objects.filter(user=user, company=place.company).first()
        if row is None:
            saving.insert([Membership(user=user, company=place.company, role=place.role)])
        elif row.ended_on is not None:
            row.role, row.ended_on = place.role, None
            saving.update(row, ["role", "ended_on"])


def _company_of(invitation: Invitation) -> Company | None:
    return Company.objects.filter(pk=invitation.place).first() if invitation.place else None
