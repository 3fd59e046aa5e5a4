"""Roles, supervisors, disabling and enabling: only by administrators, never by oneself, never the last of them."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from portal.accounts.actions import invitations, people
from portal.accounts.audit import Kind
from portal.accounts.models import AuditEntry, Role, User
from portal.core.history import acting
from portal.outbox.models import Delivery
from tests.cast import Cast, make_user

pytestmark = pytest.mark.django_db

VERBS: dict[str, Callable[[User, User], Any]] = {
    "change_role": lambda user, by: people.change_role(user=user, role=Role.OPERATOR, by=by),
    "change_supervisor": lambda user, by: people.change_supervisor(user=user, supervisor=None, by=by),
    "hand_over": lambda user, by: people.hand_over(leaver=user, to=by, by=by),
    "disable": lambda user, by: people.disable(user=user, by=by),
    "enable": lambda user, by: people.enable(user=user, by=by),
}


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def told(kind: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(kind=kind).order_by("at", "id"))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["officer", "colleague", "supervisor", "operator", "reader", "investor", "stranger"])
def test_nobody_but_an_administrator_changes_an_account(cast: Cast, who: str, verb: str) -> None:
    before = User.objects.values().get(pk=cast.officer.pk)
    with pytest.raises(PermissionDenied):
        VERBS[verb](cast.officer, getattr(cast, who))
    assert User.objects.values().get(pk=cast.officer.pk) == before
    assert not AuditEntry.objects.exists()


def test_an_administrator_who_was_disabled_a_moment_ago_is_none(cast: Cast) -> None:
    User.objects.filter(pk=cast.administrator.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        people.disable(user=cast.reader, by=cast.administrator)


# Roles


def test_a_role_is_changed_and_told(cast: Cast) -> None:
    with acting(door="browser", user=cast.administrator):
        people.change_role(user=cast.reader, role=Role.DESK_OFFICER, by=cast.administrator)
    assert fresh(cast.reader).role == Role.DESK_OFFICER
    entry = told(Kind.ROLE_CHANGED)[0]
    assert (entry.who, entry.about_id, entry.details) == (
        cast.administrator,
        cast.reader.pk,
        {"before": "reader", "after": "desk_officer"},
    )
    last = apps.get_model("accounts", "UserEvent").objects.filter(pgh_obj_id=cast.reader.pk).order_by("-pgh_id")[0]
    assert (last.role, last.pgh_context.metadata["user"]) == ("desk_officer", str(cast.administrator.pk))


def test_an_administrator_opens_the_administration_and_whoever_was_one_does_not(cast: Cast) -> None:
    people.change_role(user=cast.reader, role=Role.ADMINISTRATOR, by=cast.administrator)
    assert (fresh(cast.reader).is_staff, fresh(cast.reader).is_superuser) == (True, True)
    people.change_role(user=cast.reader, role=Role.READER, by=cast.administrator)
    assert (fresh(cast.reader).is_staff, fresh(cast.reader).is_superuser) == (False, False)


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_the_database_lets_nobody_but_administrators_into_the_administration(cast: Cast, flag: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.supervisor.pk).update(**{flag: True})


def test_nobody_changes_the_own_role_or_disables_himself(cast: Cast) -> None:
    make_user("second", Role.ADMINISTRATOR)
    with pytest.raises(people.Oneself):
        people.change_role(user=cast.administrator, role=Role.READER, by=cast.administrator)
    with pytest.raises(people.Oneself):
        people.disable(user=cast.administrator, by=cast.administrator)


def test_the_last_active_administrator_stays(cast: Cast) -> None:
    second = make_user("second", Role.ADMINISTRATOR)
    people.disable(user=cast.administrator, by=second)
    third = make_user("third", Role.READER)
    people.change_role(user=third, role=Role.ADMINISTRATOR, by=second)
    people.disable(user=second, by=third)
    assert list(User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)) == [third]
    # Nobody is left who could do it to the third; asked by one who has just been disabled it is refused as well.
    with pytest.raises(PermissionDenied):
        people.disable(user=third, by=second)


@pytest.mark.parametrize(("who", "role"), [("officer", Role.INVESTOR), ("investor", Role.READER)])
def test_an_official_does_not_become_an_investor_nor_the_other_way_round(cast: Cast, who: str, role: Role) -> None:
    with pytest.raises(people.AnotherWorld):
        people.change_role(user=getattr(cast, who), role=role, by=cast.administrator)


def test_what_is_so_already_is_no_change(cast: Cast) -> None:
    for again in (
        lambda: people.change_role(user=cast.reader, role=Role.READER, by=cast.administrator),
        lambda: people.change_supervisor(user=cast.officer, supervisor=cast.supervisor, by=cast.administrator),
        lambda: people.enable(user=cast.reader, by=cast.administrator),
        lambda: people.hand_over(leaver=cast.reader, to=cast.officer, by=cast.administrator),
    ):
        with pytest.raises(people.NothingToDo):
            again()
    assert not AuditEntry.objects.exists()


# Supervisors


def test_a_supervisor_is_changed_and_told_by_name(cast: Cast) -> None:
    other = make_user("other", Role.SUPERVISOR)
    people.change_supervisor(user=cast.officer, supervisor=other, by=cast.administrator)
    people.change_supervisor(user=cast.officer, supervisor=None, by=cast.administrator)
    assert fresh(cast.officer).supervisor is None
    assert [entry.details for entry in told(Kind.SUPERVISOR_CHANGED)] == [
        {"before": "Supervisor", "after": "Other"},
        {"before": "Other", "after": "–"},
    ]


def test_whoever_may_not_supervise_becomes_nobodys_supervisor(cast: Cast) -> None:
    with pytest.raises(invitations.NotASupervisor):
        people.change_supervisor(user=cast.officer, supervisor=cast.colleague, by=cast.administrator)
    with pytest.raises(ValidationError, match="supervises themselves"):
        people.change_supervisor(user=cast.supervisor, supervisor=cast.supervisor, by=cast.administrator)


# Disabling


def test_disabling_ends_every_session_at_once(cast: Cast) -> None:
    """Well within a second: the very next request with an old cookie is a stranger's."""
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(cast.reader)
        assert browser.get("/desk/").status_code == 200
    people.disable(user=cast.reader, by=cast.administrator, reason="left")
    for browser in browsers:
        assert browser.get("/desk/")["Location"].startswith("/sign-in/")
    assert not any(str(cast.reader.pk) in str(session.get_decoded()) for session in Session.objects.all())
    assert told(Kind.DISABLED)[0].details == {"reason": "left"}
    assert told(Kind.SESSIONS_ENDED)[0].details == {"sessions": 2}


def test_an_old_session_is_not_alive_again_when_the_account_is_enabled(cast: Cast, client: Client) -> None:
    client.force_login(cast.reader)
    people.disable(user=cast.reader, by=cast.administrator)
    people.enable(user=cast.reader, by=cast.administrator)
    assert client.get("/desk/").status_code == 302
    assert fresh(cast.reader).is_active
    assert told(Kind.ENABLED)[0].who == cast.administrator


# Handing over what this room knows


def test_a_supervisor_leaves_only_with_a_successor(cast: Cast) -> None:
    with pytest.raises(people.NeedsSuccessor) as refused:
        people.disable(user=cast.supervisor, by=cast.administrator)
    assert refused.value.params == {"number": 2}
    assert fresh(cast.supervisor).is_active


def test_a_successor_must_be_able_to_hold_what_is_handed_over(cast: Cast) -> None:
    for unfit in (cast.officer, cast.reader, cast.investor, cast.supervisor):
        with pytest.raises(people.CannotTakeOver):
            people.disable(user=cast.supervisor, by=cast.administrator, successor=unfit)
    assert fresh(cast.officer).supervisor == cast.supervisor


def test_the_people_supervised_go_to_the_successor_who_is_told_once(cast: Cast) -> None:
    other = make_user("other", Role.SUPERVISOR, supervisor=cast.supervisor)
    with acting(door="browser", user=cast.administrator):
        people.disable(user=cast.supervisor, by=cast.administrator, successor=other)
    assert [fresh(one).supervisor for one in (cast.officer, cast.colleague, other)] == [other, other, None]
    assert not fresh(cast.supervisor).is_active
    assert [(row.user, row.kind) for row in Delivery.objects.all()] == [(other, "account.handed_over")]
    entry = told(Kind.HANDED_OVER)[0]
    assert entry.details == {"successor": "Other", "items": 3, "supervised": 3}
    changed = apps.get_model("accounts", "UserEvent").objects.filter(pgh_obj_id=cast.officer.pk).order_by("-pgh_id")[0]
    assert changed.supervisor_id == other.pk


def test_open_invitations_go_on_under_the_successor_or_are_revoked(cast: Cast) -> None:
    second = make_user("second", Role.ADMINISTRATOR)
    rows = [
        invitations.invite(email=f"{role}@new.example.org", name="New", role=role, language="en", by=second)
        for role in (Role.INVESTOR, Role.OPERATOR)
    ]
    people.disable(user=second, by=cast.administrator, successor=cast.officer)
    for row in rows:
        row.refresh_from_db()
    assert (rows[0].invited_by, rows[0].is_pending) == (cast.officer, True)
    assert (rows[1].invited_by, rows[1].revoked_by) == (second, cast.administrator)


def test_a_lower_role_gives_away_only_what_it_cannot_hold(cast: Cast) -> None:
    with pytest.raises(people.NeedsSuccessor):
        people.change_role(user=cast.supervisor, role=Role.DESK_OFFICER, by=cast.administrator)
    people.change_role(user=cast.supervisor, role=Role.DESK_OFFICER, by=cast.administrator, successor=cast.administrator)
    assert (fresh(cast.supervisor).role, fresh(cast.officer).supervisor) == (Role.DESK_OFFICER, cast.administrator)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_take_the_role_from_each_other_at_once(cast: Cast) -> None:
    second = make_user("second", Role.ADMINISTRATOR)
    ready, said = threading.Barrier(2), []

    def demote(by: User, whom: User) -> None:
        try:
            ready.wait(timeout=10)
            people.change_role(user=whom, role=Role.READER, by=by)
            said.append("done")
        except (PermissionDenied, people.LastAdministrator) as refused:
            said.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=demote, args=pair) for pair in ((cast.administrator, second), (second, cast.administrator))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(said) in (["NotAnAdministrator", "done"], ["LastAdministrator", "done"])
    assert User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count() == 1
