"""Invite people, send again, revoke, accept."""

import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import clock, saving
from portal.core.errors import RuleViolation

from .. import audit, joining, letters, rights
from ..emails.invitation import INVITATION
from ..letters import Addressee, Letter
from ..models import Invitation, User
from ..rights import Right

LASTS = datetime.timedelta(days=7)
# Whoever has not answered so many letters does not want to.
MOST_SENDINGS = 10
# Until the person says otherwise.
ZONES = {"ja": "Asia/Tokyo"}


class MayNotInvite(PermissionDenied):
    """The person may not invite to this role, or for this company."""


class HasAccount(RuleViolation):
    """The address is that of an account already."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("There is already an account with this address."), code="has_account", field="email")


class NotASupervisor(RuleViolation):
    """Whoever supervises may approve and reassign."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Choose somebody who may approve and reassign."), code="not_a_supervisor", field="supervisor"
        )


class OverAlready(RuleViolation):
    """Accepted and revoked invitations stay as they are."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This invitation was accepted or revoked meanwhile."), code="over")


class SentTooOften(RuleViolation):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("This invitation was sent %(number)d times. Ask the person, or revoke it."),
            code="sent_too_often",
            params={"number": MOST_SENDINGS},
        )


class NotOpen(RuleViolation):
    """The invitation cannot be accepted any more. `state` says why."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(gettext_lazy("This invitation is over."), code=state)


class AnotherAddress(RuleViolation):
    """It is an invitation for somebody else."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("This invitation is for another address than that of your account."), code="another_address"
        )


class AnotherRole(RuleViolation):
    """An account has one role; an official does not become an investor by an invitation, nor the other way round."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Your account has another role than this invitation is for."), code="another_role")


def may_invite(by: User, role: str) -> bool:
    """Whether this person may invite somebody to this role."""
    return by.is_active and role in rights.invited_by(by.role)


def may_manage(by: User, invitation: Invitation) -> bool:
    """Whether this person may send again and revoke: whoever could invite so himself."""
    if may_invite(by, invitation.role):
        return True
    return by.is_active and invitation.place is not None and joining.places().may_manage(by, invitation)


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: str,
    language: str,
    by: User,
    supervisor: User | None = None,
    now: datetime.datetime | None = None,
) -> Invitation:
    """Ask somebody to have an account; the letter leaves with this transaction.

    Raises MayNotInvite, HasAccount, NotASupervisor, ValidationError (also where the address is invited already).
    """
    if not may_invite(by, role):
        raise MayNotInvite(_("You may not invite people to this role."))
    row = begin(
        Invitation(email=email.strip(), name=name, role=role, language=language, supervisor=supervisor),
        by=by,
        now=now or clock.now(),
    )
    if User.objects.filter(email__iexact=row.email).exists():
        raise HasAccount
    if supervisor is not None and not (supervisor.is_active and rights.has(supervisor.role, Right.SUPERVISE)):
        raise NotASupervisor
    return write(row)


def begin(row: Invitation, *, by: User, now: datetime.datetime) -> Invitation:
    """A new invitation, judged by itself and not yet written. Raises ValidationError by field name."""
    row.invited_by, row.invited_at, row.expires_at = by, now, now + LASTS
    row.is_example = by.is_example
    saving.clean(row)
    return row


def write(row: Invitation) -> Invitation:
    """Write it with its letter; whether `by` may is judged by the caller. One that is over makes room.

    Raises ValidationError where the address is invited already.
    """
    by, now = row.invited_by, row.invited_at
    Invitation.objects.pending().filter(email__iexact=row.email, place=row.place, expires_at__lte=now).update(
        revoked_at=now, revoked_by=by
    )
    saving.insert([row])
    _send(row, by, now)
    audit.record(audit.Kind.INVITED, by=by, about=row, now=now, details=_told(row))
    return row


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, now: datetime.datetime | None = None) -> Invitation:
    """Send a new letter; the links of earlier ones are dead. Raises MayNotInvite, OverAlready, SentTooOften."""
    now = now or clock.now()
    row = _locked_pending(invitation, by)
    if row.sendings >= MOST_SENDINGS:
        raise SentTooOften
    row.sendings, row.expires_at = row.sendings + 1, now + LASTS
    saving.update(row, ["sendings", "expires_at"])
    _send(row, by, now)
    audit.record(audit.Kind.INVITATION_SENT_AGAIN, by=by, about=row, now=now, details=_told(row))
    return row


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, now: datetime.datetime | None = None) -> Invitation:
    """Take an invitation back; its links are dead. Raises MayNotInvite, OverAlready."""
    now = now or clock.now()
    row = _locked_pending(invitation, by)
    row.revoked_at, row.revoked_by = now, by
    saving.update(row, ["revoked_at", "revoked_by"])
    audit.record(audit.Kind.INVITATION_REVOKED, by=by, about=row, now=now, details=_told(row))
    return row


@transaction.atomic
def accept(
    *,
    invitation: UUID,
    sending: int,
    name: str,
    language: str,
    zone: str,
    password: str,
    now: datetime.datetime | None = None,
) -> User:
    """Make the account, give it its place, and close the invitation: all or nothing, and once.

    Raises NotOpen, HasAccount, ValidationError by field name.
    """
    now = now or clock.now()
    row = _locked_open(invitation, sending, now)
    user = User(
        email=row.email,
        name=name,
        role=row.role,
        language=language,
        zone=zone,
        supervisor=row.supervisor,
        is_example=row.is_example,
        **administration_of(row.role),
    )
    # Judged with a password that fits its column; the one that was typed is judged against name and address.
    user.set_unusable_password()
    saving.clean(user)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.error_list}) from error
    user.set_password(password)
    if User.objects.filter(email__iexact=row.email).exists():
        raise HasAccount
    saving.insert([user])
    _close(row, user, now)
    return user


@transaction.atomic
def accept_as(*, invitation: UUID, sending: int, user: User, now: datetime.datetime | None = None) -> User:
    """Accept with the account that one has already: for one more company. Raises NotOpen, AnotherAddress, AnotherRole."""
    now = now or clock.now()
    row = _locked_open(invitation, sending, now)
    if row.email.lower() != user.email.lower():
        raise AnotherAddress
    if row.role != user.role:
        raise AnotherRole
    _close(row, user, now)
    return user


def find_open(invitation: UUID, sending: int, *, now: datetime.datetime | None = None) -> Invitation:
    """The invitation of a link, for looking at. Raises NotOpen."""
    return _judged(Invitation.objects.select_related("invited_by").filter(pk=invitation).first(), sending, now or clock.now())


def administration_of(role: str) -> dict[str, bool]:
    """What of Django's administration goes with a role: all of it for administrators, nothing for others."""
    opens = rights.has(role, Right.ADMINISTER)
    return {"is_staff": opens, "is_superuser": opens}


def _locked_pending(invitation: Invitation, by: User) -> Invitation:
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not may_manage(by, row):
        raise MayNotInvite(_("This invitation is for somebody else to change."))
    if not row.is_pending:
        raise OverAlready
    return row


def _locked_open(pk: UUID, sending: int, now: datetime.datetime) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("invited_by", "supervisor")
    return _judged(rows.filter(pk=pk).first(), sending, now)


def _judged(row: Invitation | None, sending: int, now: datetime.datetime) -> Invitation:
    """The row, if it may be accepted now. Whoever may no longer invite does not let anybody in by an older letter."""
    if row is None:
        raise NotOpen(Invitation.State.REVOKED)
    state = row.state_at(now)
    if state != Invitation.State.OPEN:
        raise NotOpen(state)
    if sending != row.sendings:
        raise NotOpen("sent_again")
    if not may_manage(row.invited_by, row):
        raise NotOpen(Invitation.State.REVOKED)
    return row


def _close(row: Invitation, user: User, now: datetime.datetime) -> None:
    row.accepted_at, row.accepted_by = now, user
    saving.update(row, ["accepted_at", "accepted_by"])
    if row.place is not None:
        joining.places().take(row, user, now=now)
    audit.record(audit.Kind.INVITATION_ACCEPTED, by=user, about=row, now=now, details=_told(row))


def _send(row: Invitation, by: User, now: datetime.datetime) -> None:
    addressee = Addressee("invitation", row.pk, row.name, row.email, row.language, ZONES.get(row.language, "Asia/Kolkata"))
    letters.send(Letter(INVITATION, addressee, "invitation", row.pk, str(row.sendings), now, is_example=row.is_example), by=by)


def _told(row: Invitation) -> dict[str, str]:
    place = joining.place_of(row)
    return {"role": row.role, **({"company": place} if place else {})}
