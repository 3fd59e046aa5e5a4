"""Invitations: who may ask whom, one open one at a time, accepted once, by whom they are for."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.accounts import invitation_links
from portal.accounts.actions import invitations as actions
from portal.accounts.audit import Kind
from portal.accounts.emails.invitation import INVITATION
from portal.accounts.models import AuditEntry, Invitation, Role, User
from portal.accounts.rights import INVITES
from portal.core import clock
from portal.core.history import acting
from portal.outbox.models import Delivery
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
WHO = ("officer", "supervisor", "operator", "administrator", "reader", "investor")


def ask(by: User, role: str = Role.READER, **more: object) -> Invitation:
    given = {"email": "new@example.org", "name": "New Person", "role": role, "language": "en", "by": by, **more}
    return actions.invite(**given)  # type: ignore[arg-type]


def take(row: Invitation, **more: object) -> User:
    given = {"name": "New Person", "language": "en", "zone": "Asia/Kolkata", "password": PASSWORD, **more}
    return actions.accept(invitation=row.pk, sending=row.sendings, **given)  # type: ignore[arg-type]


def told() -> list[str]:
    return list(AuditEntry.objects.order_by("at", "id").values_list("kind", flat=True))


# Who may ask whom


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("who", WHO)
def test_the_table_says_who_may_invite_to_which_role(cast: Cast, who: str, role: Role) -> None:
    by = getattr(cast, who)
    if role in INVITES.get(Role(by.role), ()):
        assert ask(by, role).role == role
        return
    with pytest.raises(actions.MayNotInvite):
        ask(by, role)
    assert not Invitation.objects.exists()
    assert not Delivery.objects.exists()


def test_a_disabled_official_invites_nobody(cast: Cast) -> None:
    cast.administrator.is_active = False
    with pytest.raises(actions.MayNotInvite):
        ask(cast.administrator)


def test_an_invitation_is_one_letter_in_its_language_and_one_entry(cast: Cast) -> None:
    row = ask(cast.administrator, language="ja")
    delivery = Delivery.objects.get(kind=INVITATION)
    assert (delivery.address, delivery.language, delivery.zone, delivery.object_id) == (row.email, "ja", "Asia/Tokyo", row.pk)
    assert row.is_example
    assert row.expires_at - row.invited_at == datetime.timedelta(days=7)
    entry = AuditEntry.objects.get(kind=Kind.INVITED)
    assert (entry.who, entry.about_id, entry.details) == (cast.administrator, row.pk, {"role": "reader"})


def test_an_address_with_an_account_is_not_invited(cast: Cast) -> None:
    with pytest.raises(actions.HasAccount):
        ask(cast.administrator, email=f"  {cast.officer.email.upper()} ")


def test_an_address_is_invited_once_at_a_time(cast: Cast) -> None:
    ask(cast.administrator)
    with pytest.raises(ValidationError, match="invited already"), transaction.atomic():
        ask(cast.supervisor, email="NEW@example.org")
    assert Invitation.objects.count() == 1


def test_one_that_is_over_makes_room_for_another(cast: Cast) -> None:
    first = ask(cast.administrator, now=clock.now() - datetime.timedelta(days=8))
    second = ask(cast.supervisor)
    first.refresh_from_db()
    assert (first.revoked_by, second.is_pending) == (cast.supervisor, True)


@pytest.mark.parametrize("email", ["", "no address", "a@b", "x@example.org\r\nBcc: y@example.org", "a\x00@example.org"])
def test_an_address_is_one_address(cast: Cast, email: str) -> None:
    with pytest.raises(ValidationError):
        ask(cast.administrator, email=email)


def test_only_somebody_who_may_supervise_becomes_supervisor(cast: Cast) -> None:
    assert ask(cast.administrator, Role.DESK_OFFICER, supervisor=cast.supervisor).supervisor == cast.supervisor
    with pytest.raises(actions.NotASupervisor):
        ask(cast.administrator, Role.DESK_OFFICER, email="other@example.org", supervisor=cast.officer)


# Again, and back


def test_sending_again_makes_the_older_link_dead_and_lasts_anew(cast: Cast) -> None:
    then = clock.now() - datetime.timedelta(days=6)
    row = ask(cast.administrator, now=then)
    old = invitation_links.token_of(row)
    row = actions.send_again(invitation=row, by=cast.supervisor)
    assert row.expires_at > then + datetime.timedelta(days=12)
    assert Delivery.objects.filter(kind=INVITATION).count() == 2
    pk, sending = invitation_links.read(old)
    with pytest.raises(actions.NotOpen) as refused:
        actions.find_open(pk, sending)
    assert refused.value.state == "sent_again"
    assert actions.find_open(*invitation_links.read(invitation_links.token_of(row))) == row


def test_an_invitation_is_not_sent_for_ever(cast: Cast) -> None:
    row = ask(cast.administrator)
    for _ in range(actions.MOST_SENDINGS - 1):
        row = actions.send_again(invitation=row, by=cast.administrator)
    with pytest.raises(actions.SentTooOften):
        actions.send_again(invitation=row, by=cast.administrator)


def test_a_revoked_one_opens_nothing_and_stays_as_it_is(cast: Cast) -> None:
    row = actions.revoke(invitation=ask(cast.administrator), by=cast.administrator)
    with pytest.raises(actions.NotOpen) as refused:
        take(row)
    assert refused.value.state == "revoked"
    for again in (actions.revoke, actions.send_again):
        with pytest.raises(actions.OverAlready):
            again(invitation=row, by=cast.administrator)


@pytest.mark.parametrize("who", ["officer", "supervisor", "operator", "reader", "investor"])
def test_whoever_could_not_have_sent_it_can_neither_send_it_again_nor_revoke_it(cast: Cast, who: str) -> None:
    row = ask(cast.administrator, Role.OPERATOR)
    for verb in (actions.send_again, actions.revoke):
        with pytest.raises(actions.MayNotInvite):
            verb(invitation=row, by=getattr(cast, who))


def test_each_verb_can_be_read_back(cast: Cast) -> None:
    with acting(door="browser", user=cast.administrator):
        row = ask(cast.administrator)
        row = actions.send_again(invitation=row, by=cast.administrator)
    with acting(door="browser"):
        user = take(row)
    events = apps.get_model("accounts", "InvitationEvent").objects
    kept = list(events.filter(pgh_obj_id=row.pk).order_by("pgh_id").values_list("pgh_label", "sendings", "accepted_by"))
    assert kept == [("insert", 1, None), ("update", 2, None), ("update", 2, user.pk)]
    assert told() == [Kind.INVITED, Kind.INVITATION_SENT_AGAIN, Kind.INVITATION_ACCEPTED]


# Accepting


@pytest.mark.parametrize("role", Role)
def test_accepting_makes_the_account_with_the_role_of_the_invitation(cast: Cast, role: Role) -> None:
    row = ask(cast.administrator, role, supervisor=cast.supervisor)
    user = take(row, name="名前", language="ja", zone="Asia/Tokyo")
    user = User.objects.get(pk=user.pk)
    assert (user.email, user.name, user.role, user.language, user.zone) == (row.email, "名前", role, "ja", "Asia/Tokyo")
    assert user.check_password(PASSWORD)
    assert user.is_staff is user.is_superuser is (role == Role.ADMINISTRATOR)
    assert (user.supervisor, user.is_example) == (cast.supervisor, True)
    row.refresh_from_db()
    assert row.accepted_by == user


def test_an_invitation_opens_once(cast: Cast) -> None:
    row = ask(cast.administrator)
    take(row)
    with pytest.raises(actions.NotOpen) as refused:
        take(row)
    assert refused.value.state == "accepted"
    assert User.objects.filter(email=row.email).count() == 1


def test_after_seven_days_it_is_over(cast: Cast) -> None:
    row = ask(cast.administrator)
    with pytest.raises(actions.NotOpen) as refused:
        take(row, now=row.expires_at)
    assert refused.value.state == "expired"


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("password", "short"),
        ("password", "new@example.org"),
        ("name", ""),
        ("name", "a\x00b"),
        ("zone", "Mars/Base"),
        ("language", "xx"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_written(cast: Cast, field: str, given: str) -> None:
    row = ask(cast.administrator)
    people = User.objects.count()
    with pytest.raises(ValidationError) as refused:
        take(row, **{field: given})
    assert field in refused.value.error_dict
    row.refresh_from_db()
    assert (row.is_pending, User.objects.count()) == (True, people)


def test_whoever_may_no_longer_invite_lets_nobody_in_by_an_older_letter(cast: Cast) -> None:
    row = ask(cast.supervisor, Role.DESK_OFFICER)
    User.objects.filter(pk=cast.supervisor.pk).update(role=Role.READER)
    with pytest.raises(actions.NotOpen):
        take(row)


def test_an_account_made_meanwhile_is_not_made_twice(cast: Cast) -> None:
    row = ask(cast.administrator)
    User.objects.create_user("New@Example.org", PASSWORD, name="Same", role=Role.READER)
    with pytest.raises(actions.HasAccount):
        take(row)


def test_an_account_takes_only_an_invitation_of_its_own_address_and_role(cast: Cast) -> None:
    row = ask(cast.administrator, Role.INVESTOR, email="x@example.org")
    with pytest.raises(actions.AnotherAddress):
        actions.accept_as(invitation=row.pk, sending=1, user=cast.investor)
    Invitation.objects.filter(pk=row.pk).update(email=cast.officer.email)
    with pytest.raises(actions.AnotherRole):
        actions.accept_as(invitation=row.pk, sending=1, user=cast.officer)


# What the database refuses


@pytest.mark.parametrize(
    "wrong",
    [
        {"accepted_at": "2031-01-01T00:00Z"},
        {"revoked_at": "2031-01-01T00:00Z"},
        {"expires_at": "2001-01-01T00:00Z"},
        {"place": "00000000-0000-0000-0000-000000000001"},
    ],
)
def test_no_row_is_half_accepted_half_revoked_or_for_a_company_without_being_an_investors(
    cast: Cast, wrong: dict[str, str]
) -> None:
    row = ask(cast.administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=row.pk).update(**wrong)


# Links


@pytest.mark.parametrize("change", ["x", "", "0"])
def test_a_link_that_was_changed_opens_nothing(cast: Cast, change: str) -> None:
    token = invitation_links.token_of(ask(cast.administrator))
    broken = (
        token[:5] + ("0" if token[5] != "0" else "1") + token[6:] if change == "0" else token + change if change else token[:-1]
    )
    with pytest.raises(invitation_links.BadLink):
        invitation_links.read(broken)


@pytest.mark.parametrize("token", ["", ".", "x", "a.b", "ಕ.ನ್ನಡ", "x" * 5000])
def test_what_is_no_link_of_ours_opens_nothing(token: str) -> None:
    with pytest.raises(invitation_links.BadLink):
        invitation_links.read(token)
