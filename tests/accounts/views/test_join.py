"""Accepting an invitation: looking changes nothing, bad links get a clear page, and an account is made once."""

import datetime
import threading

import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from portal.accounts import invitation_links
from portal.accounts.actions import invitations
from portal.accounts.audit import Kind
from portal.accounts.models import AuditEntry, Invitation, Role, User
from portal.core import clock
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
GIVEN = {"name": "New Person", "language": "en", "zone": "Asia/Kolkata", "password": PASSWORD, "again": PASSWORD}


def ask(cast: Cast, role: str = Role.READER, **more: object) -> Invitation:
    given = {"email": "new@example.org", "name": "New Person", "role": role, "language": "en", "by": cast.administrator, **more}
    return invitations.invite(**given)  # type: ignore[arg-type]


def address(row: Invitation) -> str:
    return f"/join/{invitation_links.token_of(row)}/"


def test_the_page_says_who_invites_to_what_and_looking_changes_nothing(cast: Cast, client: Client) -> None:
    row = ask(cast)
    counts = (User.objects.count(), AuditEntry.objects.count(), Invitation.objects.values().get())
    page = client.get(address(row)).content.decode()
    for words in (cast.administrator.name, "reader", "new@example.org", "New Person"):
        assert words in page, words
    assert (User.objects.count(), AuditEntry.objects.count(), Invitation.objects.values().get()) == counts


@pytest.mark.parametrize("prefix", ["", "/ja", "/kn"])
def test_it_stands_in_three_languages(cast: Cast, client: Client, prefix: str) -> None:
    answer = client.get(prefix + address(ask(cast)))
    assert answer.status_code == 200
    assert f'<html lang="{prefix.strip("/") or "en"}"' in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_verbs_are_not_known(cast: Cast, client: Client, method: str) -> None:
    assert getattr(client, method)(address(ask(cast))).status_code == 405


def test_accepting_signs_in_and_goes_home(cast: Cast, client: Client) -> None:
    row = ask(cast)
    answer = client.post(address(row), GIVEN)
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert client.get("/desk/").status_code == 200
    user = User.objects.get(email="new@example.org")
    kinds = list(AuditEntry.objects.filter(who=user).order_by("at", "id").values_list("kind", flat=True))
    assert kinds == [Kind.INVITATION_ACCEPTED, Kind.SIGNED_IN]


def test_the_first_page_is_in_the_language_that_was_chosen(cast: Cast, client: Client) -> None:
    assert client.post(address(ask(cast)), {**GIVEN, "language": "ja"})["Location"] == "/ja/home/"


def test_the_form_needs_its_token(cast: Cast) -> None:
    row = ask(cast)
    assert Client(enforce_csrf_checks=True).post(address(row), GIVEN).status_code == 403
    assert not User.objects.filter(email=row.email).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", ""),
        ("password", "short"),
        ("password", "new@example.org"),
        ("again", "another pass phrase"),
        ("name", ""),
        ("name", "x" * 300),
        ("name", "a\u202eb"),
        ("language", "xx"),
        ("zone", "Mars/Base"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_written(cast: Cast, client: Client, field: str, value: str) -> None:
    row = ask(cast)
    given = {**GIVEN, field: value, **({"again": value} if field == "password" else {})}
    answer = client.post(address(row), given)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not User.objects.filter(email=row.email).exists()
    row.refresh_from_db()
    assert row.is_pending
    assert "_auth_user_id" not in client.session


def test_markup_in_a_name_is_inert(cast: Cast, client: Client) -> None:
    row = ask(cast, name="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in client.get(address(row)).content.decode()


# Links that open nothing


def used(row: Invitation) -> str:
    link = address(row)
    invitations.accept(invitation=row.pk, sending=1, name="N", language="en", zone="Asia/Kolkata", password=PASSWORD)
    return link


def over(row: Invitation) -> str:
    Invitation.objects.filter(pk=row.pk).update(
        invited_at=clock.now() - datetime.timedelta(days=8), expires_at=clock.now() - datetime.timedelta(days=1)
    )
    return address(row)


def taken_back(row: Invitation) -> str:
    invitations.revoke(invitation=row, by=row.invited_by)
    return address(row)


def replaced(row: Invitation) -> str:
    link = address(row)
    invitations.send_again(invitation=row, by=row.invited_by)
    return link


def tampered(row: Invitation) -> str:
    return address(row).replace("-1.", "-2.")


def signed_for_something_else(row: Invitation) -> str:
    return f"/join/{signing.Signer(sep='.', salt='setu.other').sign(f'{row.pk.hex}-1')}/"


DEAD = {
    used: (410, "used already"),
    over: (410, "is over"),
    taken_back: (410, "taken back"),
    replaced: (410, "newer invitation"),
    tampered: (404, "not whole"),
    signed_for_something_else: (404, "not whole"),
}


@pytest.mark.parametrize("why", DEAD, ids=lambda why: why.__name__)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_dead_link_says_why_and_tells_nothing_else(cast: Cast, client: Client, why, method: str) -> None:  # type: ignore[no-untyped-def]
    row = ask(cast)
    link = why(row)
    people = User.objects.count()
    answer = getattr(client, method)(link, GIVEN if method == "post" else {})
    status, words = DEAD[why]
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (status, True)
    for told in (row.email, row.invited_by.name):
        assert told not in page
    assert User.objects.count() == people
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("why", DEAD, ids=lambda why: why.__name__)
def test_it_says_so_in_the_visitors_language(cast: Cast, client: Client, why) -> None:  # type: ignore[no-untyped-def]
    answer = client.get("/ja" + why(ask(cast)))
    assert answer.status_code == DEAD[why][0]
    assert '<html lang="ja"' in answer.content.decode()
    assert DEAD[why][1] not in answer.content.decode()


@pytest.mark.parametrize("token", ["x", "%E0%B2%95", "a.b", "..", "x" * 3000, "%00"])
def test_odd_tokens_are_answered(client: Client, token: str) -> None:
    assert client.get(f"/join/{token}/").status_code in (400, 404)


# Somebody is signed in, or has an account


def test_somebody_else_who_is_signed_in_is_told_calmly_and_offered_to_sign_out(cast: Cast, client: Client) -> None:
    row = ask(cast)
    client.force_login(cast.reader)
    for answer in (client.get(address(row)), client.post(address(row), GIVEN)):
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "for somebody else" in page
        assert row.email not in page
    answer = client.post("/sign-out/", {"next": address(row)})
    assert answer["Location"] == address(row)
    assert client.get(address(row)).status_code == 200


def test_an_address_that_has_an_account_by_now_is_led_to_sign_in_and_back(cast: Cast, client: Client) -> None:
    row = ask(cast, Role.INVESTOR)
    user = User.objects.create_user("New@example.org", PASSWORD, name="Same", role=Role.INVESTOR)
    for answer in (client.get(address(row)), client.post(address(row), GIVEN)):
        assert answer.status_code == 409
        assert "You have an account already" in answer.content.decode()
    signed_in = client.post(f"/sign-in/?next={address(row)}", {"username": user.email, "password": PASSWORD})
    assert signed_in["Location"] == address(row)
    assert client.post(address(row)).status_code == 302
    row.refresh_from_db()
    assert row.accepted_by == user


def test_an_official_does_not_become_an_investor_by_an_invitation(cast: Cast, client: Client) -> None:
    row = ask(cast, Role.INVESTOR)
    Invitation.objects.filter(pk=row.pk).update(email=cast.officer.email)
    client.force_login(cast.officer)
    assert "another role" in client.get(address(row)).content.decode()
    assert "another role" in client.post(address(row)).content.decode()
    assert User.objects.get(pk=cast.officer.pk).role == Role.DESK_OFFICER


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_account(cast: Cast) -> None:
    link = address(ask(cast))
    ready, said = threading.Barrier(2), []

    def accept(number: int) -> None:
        ready.wait(timeout=10)
        said.append(Client().post(link, {**GIVEN, "name": f"Twin {number}"}).status_code)
        connection.close()

    threads = [threading.Thread(target=accept, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(said) in ([302, 409], [302, 410])
    assert User.objects.filter(email="new@example.org").count() == 1
