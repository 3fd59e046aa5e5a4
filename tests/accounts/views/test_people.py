"""Accounts and invitations as officials see them, and what the whole cast may do there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.actions import invitations, people
from portal.accounts.models import Invitation, Role, User
from portal.core import clock
from tests.cast import Cast, make_user
from tests.investors.views.desk_rows import log

pytestmark = pytest.mark.django_db
PEOPLE = "/desk/people/"
INVITATIONS = "/desk/people/invitations/"
MOST = 12
# A person's page asks once per kind of thing that may be open, and twice where there are such.
MOST_OF_A_PERSON = 24


@pytest.fixture
def administrator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.administrator)
    return client


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def ask(by: User, email: str = "new@example.org", role: str = Role.READER) -> Invitation:
    return invitations.invite(email=email, name="New Person", role=role, language="en", by=by)


# Who gets in

SEES = {"supervisor": 200, "administrator": 200}
ADMINISTERS = {"administrator": 200}
EVERYBODY = ("officer", "colleague", "supervisor", "operator", "administrator", "reader", "investor", "stranger")


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_accounts_and_invitations(cast: Cast, client: Client, who: str) -> None:
    client.force_login(getattr(cast, who))
    row = ask(cast.administrator, role=Role.DESK_OFFICER)
    pages = [PEOPLE, INVITATIONS, f"{PEOPLE}{cast.colleague.pk}/", f"{PEOPLE}invite/"]
    pages += [f"{INVITATIONS}{row.pk}/again/", f"{INVITATIONS}{row.pk}/revoke/"]
    otherwise = 404 if who in ("investor", "stranger") else 403
    for page in pages:
        assert client.get(page).status_code == SEES.get(who, otherwise), page
        if page.endswith(("/invite/", "/again/", "/revoke/")) and who not in SEES:
            assert client.post(page).status_code == otherwise, page


@pytest.mark.parametrize("verb", ["role", "supervisor", "hand-over", "disable", "enable", "sessions", "second-factors"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_administrators_change_accounts(cast: Cast, client: Client, who: str, verb: str) -> None:
    log(cast)
    client.force_login(getattr(cast, who))
    otherwise = 404 if who in ("investor", "stranger") else 403
    answer = client.get(f"{PEOPLE}{cast.officer.pk}/{verb}/")
    assert answer.status_code in ((200, 302) if who == "administrator" else (otherwise,))
    if who != "administrator":
        assert client.post(f"{PEOPLE}{cast.officer.pk}/{verb}/", {"role": "reader"}).status_code == otherwise
        assert client.post(f"{PEOPLE}{cast.officer.pk}/{verb}/?x=1").status_code == otherwise


@pytest.mark.parametrize("page", [PEOPLE, INVITATIONS, f"{PEOPLE}invite/"])
def test_nobody_signed_in_is_asked_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("verb", ["role", "disable", "enable", "sessions"])
def test_looking_at_a_verb_changes_nothing(cast: Cast, administrator: Client, verb: str) -> None:
    before = User.objects.values().get(pk=cast.officer.pk)
    administrator.get(f"{PEOPLE}{cast.officer.pk}/{verb}/")
    assert User.objects.values().get(pk=cast.officer.pk) == before


def test_somebody_who_does_not_exist_is_404(administrator: Client) -> None:
    assert administrator.get(f"{PEOPLE}00000000-0000-0000-0000-000000000001/").status_code == 404
    assert administrator.get(f"{INVITATIONS}00000000-0000-0000-0000-000000000001/again/").status_code == 404


# Lists


def test_the_list_of_accounts_costs_the_same_for_3_and_for_300(cast: Cast, administrator: Client) -> None:
    few = statements(administrator, PEOPLE)
    User.objects.bulk_create(
        [User(email=f"n{n}@example.org", name=f"N {n}", role="reader", supervisor=cast.supervisor) for n in range(300)]
    )
    assert statements(administrator, PEOPLE) == few <= MOST


def test_the_list_of_invitations_costs_the_same_for_3_and_for_300(cast: Cast, administrator: Client) -> None:
    def fill(first: int, last: int) -> None:
        now = clock.now()
        Invitation.objects.bulk_create(
            [
                Invitation(
                    email=f"n{n}@example.org",
                    name=f"N {n}",
                    role="reader",
                    invited_by=cast.supervisor,
                    invited_at=now,
                    expires_at=now + invitations.LASTS,
                )
                for n in range(first, last)
            ]
        )

    fill(0, 3)
    few = statements(administrator, INVITATIONS)
    fill(3, 300)
    assert statements(administrator, INVITATIONS) == few <= MOST


def test_a_persons_page_costs_the_same_for_1_and_for_30_open_meetings(cast: Cast, administrator: Client) -> None:
    log(cast)
    address = f"{PEOPLE}{cast.officer.pk}/"
    few = statements(administrator, address)
    for number in range(29):
        log(cast, title=f"Meeting {number}", promises=1)
    assert statements(administrator, address) == few <= MOST_OF_A_PERSON


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=colleague", {"Colleague"}),
        ("role=operator", {"Operator"}),
        ("active=false", {"Reader"}),
        ("active=true&role=reader", set()),
        ("q=nobody", set()),
    ],
)
def test_accounts_are_narrowed_by_the_address(cast: Cast, administrator: Client, query: str, names: set[str]) -> None:
    people.disable(user=cast.reader, by=cast.administrator)
    assert {person.name for person in administrator.get(f"{PEOPLE}?{query}").context["page"].rows} == names


@pytest.mark.parametrize(
    ("state", "found"), [("open", "open@example.org"), ("expired", "old@example.org"), ("revoked", "back@example.org")]
)
def test_invitations_are_narrowed_by_their_state(cast: Cast, administrator: Client, state: str, found: str) -> None:
    ask(cast.administrator, "open@example.org")
    invitations.revoke(invitation=ask(cast.administrator, "back@example.org"), by=cast.administrator)
    old = ask(cast.administrator, "old@example.org")
    Invitation.objects.filter(pk=old.pk).update(invited_at="2001-01-01T00:00Z", expires_at="2001-01-08T00:00Z")
    rows = administrator.get(f"{INVITATIONS}?state={state}").context["rows"]
    assert [row["invitation"].email for row in rows] == [found]


@pytest.mark.parametrize("query", ["colour=red", "cursor=x"])
def test_what_nobody_reads_in_the_address_is_a_bad_request(administrator: Client, query: str) -> None:
    assert administrator.get(f"{PEOPLE}?{query}").status_code == 400
    assert administrator.get(f"{INVITATIONS}?{query}").status_code == 400


# One person


def test_the_page_shows_what_somebody_may_and_holds_and_what_happened(cast: Cast, administrator: Client) -> None:
    meeting = log(cast)
    people.change_supervisor(user=cast.officer, supervisor=None, by=cast.administrator)
    page = " ".join(administrator.get(f"{PEOPLE}{cast.officer.pk}/").content.decode().split())
    for words in (
        "Desk officer", cast.officer.email, "Sees the whole desk", "Promises answered for", "Send the township’s plot list",
        "Meetings owned that are not finished", meeting.get_absolute_url(), "Changed a supervisor", f"?person={cast.officer.pk}",
    ):  # fmt: skip
        assert words in page, words


def test_an_investors_page_names_his_companies(cast: Cast, administrator: Client) -> None:
    assert "/companies/example-denchi/people/" in administrator.get(f"{PEOPLE}{cast.investor.pk}/").content.decode()


def test_ones_own_page_offers_nothing_to_do(cast: Cast, administrator: Client) -> None:
    page = administrator.get(f"{PEOPLE}{cast.administrator.pk}/").content.decode()
    assert f"{cast.administrator.pk}/disable/" not in page
    assert "This is your own account" in page


def test_a_supervisor_reads_the_page_and_is_offered_no_verb(cast: Cast, client: Client) -> None:
    client.force_login(cast.supervisor)
    page = client.get(f"{PEOPLE}{cast.officer.pk}/").content.decode()
    assert "/disable/" not in page
    assert "What happened to this account" not in page


# Verbs by their forms


def post(client: Client, user: User, verb: str, **given: object) -> str:
    """What the page says afterwards."""
    return client.post(f"{PEOPLE}{user.pk}/{verb}/", given, follow=True).content.decode()


def test_a_role_is_changed_by_the_form(cast: Cast, administrator: Client) -> None:
    assert "The role is changed" in post(administrator, cast.reader, "role", role="operator")
    assert User.objects.get(pk=cast.reader.pk).role == "operator"


@pytest.mark.parametrize("role", ["investor", "emperor", ""])
def test_a_role_that_is_not_offered_is_refused_at_the_field(cast: Cast, administrator: Client, role: str) -> None:
    answer = administrator.post(f"{PEOPLE}{cast.reader.pk}/role/", {"role": role})
    assert answer.status_code == 200
    assert "role" in answer.context["form"].errors


def test_a_disabled_persons_items_are_seen_before_and_handed_over_by_the_form(cast: Cast, administrator: Client) -> None:
    meeting = log(cast)
    page = administrator.get(f"{PEOPLE}{cast.officer.pk}/disable/")
    text = page.content.decode()
    assert meeting.title in text
    offered = {user.pk for user in page.context["form"].fields["successor"].queryset}
    assert offered == {cast.colleague.pk, cast.supervisor.pk, cast.administrator.pk}
    refused = administrator.post(f"{PEOPLE}{cast.officer.pk}/disable/", {"reason": "left"})
    assert "successor" in refused.context["form"].errors
    said = post(administrator, cast.officer, "disable", reason="left", successor=str(cast.colleague.pk))
    assert "The account is disabled" in said
    meeting.refresh_from_db()
    assert meeting.owner == cast.colleague


def test_enabling_ending_sessions_and_handing_over_say_what_was_done(cast: Cast, administrator: Client) -> None:
    log(cast)
    assert "Everything is handed over" in post(administrator, cast.officer, "hand-over", to=str(cast.colleague.pk))
    assert "Nothing is open" in administrator.get(f"{PEOPLE}{cast.officer.pk}/hand-over/", follow=True).content.decode()
    assert "Every session of this person has ended" in post(administrator, cast.officer, "sessions")
    assert "The account is disabled" in post(administrator, cast.officer, "disable", reason="")
    assert "is disabled already" in administrator.get(f"{PEOPLE}{cast.officer.pk}/disable/", follow=True).content.decode()
    assert "active again" in post(administrator, cast.officer, "enable")


def test_one_is_not_disabled_by_oneself_and_is_told_so(cast: Cast, administrator: Client) -> None:
    make_user("second", Role.ADMINISTRATOR)
    assert "Ask another administrator" in post(administrator, cast.administrator, "disable", reason="")


@pytest.mark.parametrize("given", ["x", "00000000-0000-0000-0000-000000000001"])
def test_an_odd_successor_is_refused_at_the_field(cast: Cast, administrator: Client, given: str) -> None:
    log(cast)
    answer = administrator.post(f"{PEOPLE}{cast.officer.pk}/disable/", {"successor": given})
    assert "successor" in answer.context["form"].errors


# Invitations by their forms

GIVEN = {"email": "new@example.org", "name": "New Person", "role": "reader", "language": "kn"}


def test_somebody_is_invited_by_the_form(cast: Cast, administrator: Client) -> None:
    answer = administrator.post(f"{PEOPLE}invite/", GIVEN, follow=True)
    assert "The invitation is on its way" in answer.content.decode()
    row = Invitation.objects.get()
    assert (row.email, row.role, row.language, row.invited_by) == ("new@example.org", "reader", "kn", cast.administrator)


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("supervisor", {"desk_officer", "reader"}),
        ("administrator", {"desk_officer", "supervisor", "operator", "administrator", "reader", "investor"}),
    ],
)
def test_the_form_offers_the_roles_that_one_may_invite_to(cast: Cast, client: Client, who: str, roles: set[str]) -> None:
    client.force_login(getattr(cast, who))
    form = client.get(f"{PEOPLE}invite/").context["form"]
    assert {value for value, _label in form.fields["role"].choices} == roles
    answer = client.post(f"{PEOPLE}invite/", {**GIVEN, "role": "operator"})
    assert ("role" in getattr(answer.context and answer.context["form"], "errors", {})) is (who == "supervisor")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", "officer@example.org"),
        ("name", ""),
        ("name", "a\u202eb"),
        ("language", "xx"),
        ("role", ""),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(
    cast: Cast, administrator: Client, field: str, value: str
) -> None:
    answer = administrator.post(f"{PEOPLE}invite/", {**GIVEN, field: value})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    kept = "new@example.org" if field != "email" else "New Person"
    assert kept in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_same_address_is_invited_once(cast: Cast, administrator: Client) -> None:
    for _ in range(2):
        answer = administrator.post(f"{PEOPLE}invite/", GIVEN, follow=True)
    assert "This address is invited already" in answer.content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(("verb", "said"), [("again", "on its way again"), ("revoke", "its link opens nothing")])
def test_an_invitation_is_sent_again_and_revoked_by_a_form(cast: Cast, administrator: Client, verb: str, said: str) -> None:
    row = ask(cast.administrator)
    assert said in administrator.post(f"{INVITATIONS}{row.pk}/{verb}/", follow=True).content.decode()
    if verb == "revoke":
        assert (
            "accepted or revoked meanwhile" in administrator.get(f"{INVITATIONS}{row.pk}/{verb}/", follow=True).content.decode()
        )


def test_a_supervisor_does_not_touch_what_he_could_not_have_sent(cast: Cast, client: Client) -> None:
    row = ask(cast.administrator, role=Role.OPERATOR)
    client.force_login(cast.supervisor)
    assert client.get(f"{INVITATIONS}{row.pk}/revoke/").status_code == 403
    assert f"{row.pk}/revoke/" not in client.get(INVITATIONS).content.decode()


@pytest.mark.parametrize("prefix", ["/ja", "/kn"])
def test_the_pages_stand_in_three_languages(cast: Cast, administrator: Client, prefix: str) -> None:
    log(cast)
    ask(cast.administrator)
    for page in (PEOPLE, INVITATIONS, f"{PEOPLE}invite/", f"{PEOPLE}{cast.officer.pk}/", f"{PEOPLE}{cast.officer.pk}/disable/"):
        answer = administrator.get(prefix + page)
        assert answer.status_code == 200
        assert f'<html lang="{prefix.strip("/")}"' in answer.content.decode()
