"""What administrators do to accounts: give another role or supervisor, hand over, disable, enable.

Every action locks the rows of all administrators first and then those of the people concerned, so that two of them cannot take the
last administrator away from both sides, nor name as successor somebody who is leaving at the same moment.
"""

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import clock, saving
from portal.core.errors import RuleViolation

from .. import audit, handing_over, letters, rights
from ..emails.invitation import HANDED_OVER
from ..handing_over import Holding
from ..letters import Addressee, Letter
from ..models import User
from ..rights import Right
from .invitations import NotASupervisor, administration_of
from .sessions import end_sessions


class NotAnAdministrator(PermissionDenied):
    """Accounts are changed by administrators."""


class Oneself(RuleViolation):
    """Nobody raises, lowers or shuts out himself."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Nobody changes the own role or disables the own account. Ask another administrator."))


class LastAdministrator(RuleViolation):
    """Somebody must be able to let people in."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("This is the last active administrator. Give somebody else the role first."))


class NeedsSuccessor(RuleViolation):
    """Nothing that is open is left without somebody who answers for it."""

    def __init__(self, number: int) -> None:
        super().__init__(
            gettext_lazy("There are open items: %(number)d. Choose who takes them over."),
            code="needs_successor",
            field="successor",
            params={"number": number},
        )


class CannotTakeOver(RuleViolation):
    """The successor may hold all that is handed over."""

    def __init__(self, names: Iterable[object]) -> None:
        super().__init__(
            gettext_lazy("This person cannot take over: %(names)s. Choose somebody else."),
            code="cannot_take_over",
            field="successor",
            params={"names": ", ".join(str(name) for name in names)},
        )


class AnotherWorld(RuleViolation):
    """An account of an official does not become one of an investor, nor the other way round: what it may see differs in kind."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "An official does not become an investor, nor an investor an official. Disable this account and invite anew."
            ),
            field="role",
        )


class NothingToDo(RuleViolation):
    """It is so already."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("It is so already."), code="nothing_to_do")


@transaction.atomic
def change_role(*, user: User, role: str, by: User, successor: User | None = None, now: datetime.datetime | None = None) -> User:
    """Give somebody another role, from the next request on. What the new role may not hold goes to the successor.

    Raises NotAnAdministrator, Oneself, AnotherWorld, LastAdministrator, NothingToDo, NeedsSuccessor, CannotTakeOver.
    """
    now = now or clock.now()
    user, successor = _locked(user, by, successor)
    if user.pk == by.pk:
        raise Oneself
    if user.role == role:
        raise NothingToDo
    if rights.has(user.role, Right.SEE_DESK) != rights.has(role, Right.SEE_DESK):
        raise AnotherWorld
    if rights.has(user.role, Right.ADMINISTER):
        _require_another_administrator(user)
    before, user.role = user.role, role
    for name, opens in administration_of(role).items():
        setattr(user, name, opens)
    _hand_over_what_cannot_be_held(user, successor, by=by, now=now)
    saving.update(user, ["role", "is_staff", "is_superuser"])
    audit.record(audit.Kind.ROLE_CHANGED, by=by, about=user, now=now, details={"before": before, "after": role})
    return user


@transaction.atomic
def change_supervisor(*, user: User, supervisor: User | None, by: User, now: datetime.datetime | None = None) -> User:
    """Let somebody else supervise this person, or nobody. Raises NotAnAdministrator, NotASupervisor, NothingToDo, ValidationError."""
    user, supervisor = _locked(user, by, supervisor)
    if user.supervisor_id == (supervisor.pk if supervisor else None):
        raise NothingToDo
    if supervisor is not None and not _may_supervise(supervisor):
        raise NotASupervisor
    before = user.supervisor.name if user.supervisor else "–"
    user.supervisor = supervisor
    saving.update(user, ["supervisor"])
    audit.record(
        audit.Kind.SUPERVISOR_CHANGED,
        by=by,
        about=user,
        now=now or clock.now(),
        details={"before": before, "after": supervisor.name if supervisor else "–"},
    )
    return user


@transaction.atomic
def hand_over(*, leaver: User, to: User, by: User, now: datetime.datetime | None = None) -> int:
    """Give all that is open to somebody else, for a leave or a change of desk; the account stays. Returns how many items.

    Raises NotAnAdministrator, CannotTakeOver, NothingToDo.
    """
    now = now or clock.now()
    locked, successor = _locked(leaver, by, to)
    assert successor is not None
    moved = _move(locked, successor, handing_over.holdings(), by=by, now=now)
    if not moved:
        raise NothingToDo
    return moved


@transaction.atomic
def disable(
    *, user: User, by: User, successor: User | None = None, reason: str = "", now: datetime.datetime | None = None
) -> User:
    """Shut somebody out: all that is open goes to the successor, every session ends with this transaction.

    Raises NotAnAdministrator, Oneself, LastAdministrator, NothingToDo, NeedsSuccessor, CannotTakeOver.
    """
    now = now or clock.now()
    user, successor = _locked(user, by, successor)
    if user.pk == by.pk:
        raise Oneself
    if not user.is_active:
        raise NothingToDo
    if rights.has(user.role, Right.ADMINISTER):
        _require_another_administrator(user)
    user.is_active = False
    _hand_over_what_cannot_be_held(user, successor, by=by, now=now)
    saving.update(user, ["is_active"])
    audit.record(audit.Kind.DISABLED, by=by, about=user, now=now, details={"reason": reason} if reason else None)
    end_sessions(user=user, by=by)
    return user


@transaction.atomic
def enable(*, user: User, by: User, now: datetime.datetime | None = None) -> User:
    """Let somebody in again, with the role of before. What was handed over stays where it is. Raises NotAnAdministrator, NothingToDo."""
    user, _nobody = _locked(user, by, None)
    if user.is_active:
        raise NothingToDo
    user.is_active = True
    saving.update(user, ["is_active"])
    audit.record(audit.Kind.ENABLED, by=by, about=user, now=now or clock.now())
    return user


def may_take_over(user: User, holdings: Iterable[Holding]) -> bool:
    """Whether this person may hold such things."""
    return user.is_active and all(holding.may_hold(user) for holding in holdings)


def _locked(user: User, by: User, other: User | None) -> tuple[User, User | None]:
    """The rows as they are now, locked in one order. Raises NotAnAdministrator."""
    wanted = {user.pk, by.pk, *([other.pk] if other else [])}
    administrators = _administrators()
    found = User.objects.filter(pk__in=wanted) | administrators
    # Weaker than FOR UPDATE, which would stop whoever only writes a row that refers to one of these people.
    rows = {row.pk: row for row in found.order_by("pk").select_for_update(no_key=True)}
    actor = rows[by.pk]
    if not actor.is_active or not rights.has(actor.role, Right.ADMINISTER):
        raise NotAnAdministrator(_("Only administrators change accounts."))
    return rows[user.pk], rows[other.pk] if other else None


def _administrators() -> QuerySet[User]:
    return User.objects.filter(role__in=rights.roles_with(Right.ADMINISTER), is_active=True)


def _require_another_administrator(user: User) -> None:
    if not _administrators().exclude(pk=user.pk).exists():
        raise LastAdministrator


def _may_supervise(user: User) -> bool:
    return user.is_active and rights.has(user.role, Right.SUPERVISE)


def _hand_over_what_cannot_be_held(user: User, successor: User | None, *, by: User, now: datetime.datetime) -> None:
    """`user` is as it will be; what it may hold then stays with it."""
    lost = [holding for holding in handing_over.holdings() if not holding.may_hold(user)]
    held = sum(holding.rows(user).order_by().count() for holding in lost)
    if not held:
        return
    if successor is None:
        raise NeedsSuccessor(held)
    _move(user, successor, lost, by=by, now=now)


def _move(leaver: User, to: User, holdings: list[Holding], *, by: User, now: datetime.datetime) -> int:
    held = [(holding, rows) for holding in holdings if (rows := list(holding.rows(leaver)))]
    unfit = [holding.label for holding, _rows in held if to.pk == leaver.pk or not may_take_over(to, [holding])]
    if unfit:
        raise CannotTakeOver(unfit)
    if not held:
        return 0
    for holding, rows in held:
        holding.move(rows, leaver=leaver, to=to, by=by, now=now)
    numbers = {holding.name: len(rows) for holding, rows in held}
    number = sum(numbers.values())
    _tell(leaver, to, number, by=by, now=now)
    audit.record(audit.Kind.HANDED_OVER, by=by, about=leaver, now=now, details={"successor": to.name, "items": number, **numbers})
    return number


def _tell(leaver: User, to: User, number: int, *, by: User, now: datetime.datetime) -> None:
    """One letter, however much there is."""
    facts = {"leaver": leaver.name, "number": str(number), "by": by.name}
    letters.send(
        Letter(
            HANDED_OVER, Addressee.of_user(to), "user", leaver.pk, now.isoformat(), now, is_example=to.is_example, facts=facts
        ),
        by=by,
    )
