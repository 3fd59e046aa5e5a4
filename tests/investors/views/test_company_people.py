"""The people of a company on one page, for the desk and for the company itself."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from investors.actions import company_people as actions
from investors.models import Company, Membership
from portal.accounts.models import Invitation, Role, User
from tests.cast import Cast, make_user

pytestmark = pytest.mark.django_db
PAGE = "/companies/example-denchi/people/"
MOST = 12
GIVEN = {"email": "new@example.org", "name": "新 花子", "language": "ja", "role": "member"}


@pytest.fixture
def company(cast: Cast) -> Company:
    return Company.objects.get(slug="example-denchi")


@pytest.fixture
def boss(cast: Cast, company: Company) -> User:
    user = make_user("boss", Role.INVESTOR, language="ja", zone="Asia/Tokyo")
    Membership.objects.create(user=user, company=company, role="administrator")
    return user


#                  sees, manages
MAY = {
    "officer": (200, 200), "colleague": (200, 200), "supervisor": (200, 200), "administrator": (200, 200), "boss": (200, 200),
    "operator": (200, 403), "reader": (200, 403), "investor": (200, 403), "stranger": (404, 404),
}  # fmt: skip


@pytest.mark.parametrize("who", MAY)
def test_the_whole_cast_on_every_page(cast: Cast, company: Company, boss: User, client: Client, who: str) -> None:
    other = Membership.objects.create(user=make_user("other", Role.INVESTOR), company=company)
    row = actions.invite_to_company(company=company, email="x@example.org", name="X", language="en", by=cast.officer)
    client.force_login(boss if who == "boss" else getattr(cast, who))
    sees, manages = MAY[who]
    page = client.get(PAGE)
    assert page.status_code == sees
    if sees == 200:
        assert ((PAGE + "invite/") in page.content.decode()) is (manages == 200)
    for verb in (
        "invite/",
        f"{other.pk}/role/",
        f"{other.pk}/end/",
        f"invitations/{row.pk}/again/",
        f"invitations/{row.pk}/revoke/",
    ):
        assert client.get(PAGE + verb).status_code == manages, verb
        if manages != 200:
            assert client.post(PAGE + verb, GIVEN).status_code == manages, verb
    assert Membership.objects.get(pk=other.pk).ended_on is None


@pytest.mark.parametrize("verb", ["", "invite/"])
def test_nobody_signed_in_is_asked_to_sign_in(cast: Cast, client: Client, verb: str) -> None:
    assert client.get(PAGE + verb)["Location"].startswith("/sign-in/")


def test_another_companys_rows_are_not_reached_through_ones_own(cast: Cast, boss: User, client: Client) -> None:
    other = Company.objects.get(slug="example-motor")
    row = actions.invite_to_company(company=other, email="x@example.org", name="X", language="en", by=cast.officer)
    client.force_login(boss)
    assert client.get(f"{PAGE}{cast.stranger.memberships.get().pk}/end/").status_code == 404
    assert client.get(f"{PAGE}invitations/{row.pk}/revoke/").status_code == 404


def test_it_costs_the_same_for_3_and_for_300_people(cast: Cast, company: Company, boss: User, client: Client) -> None:
    client.force_login(boss)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    def fill(first: int, last: int) -> None:
        users = User.objects.bulk_create(
            [User(email=f"n{n}@example.org", name=f"N {n}", role="investor") for n in range(first, last)]
        )
        Membership.objects.bulk_create([Membership(user=user, company=company) for user in users])
        for n in range(first, last, 20):
            actions.invite_to_company(company=company, email=f"i{n}@example.org", name="I", language="en", by=cast.officer)

    fill(0, 3)
    few = statements()
    fill(3, 300)
    assert statements() == few <= MOST


def test_a_colleague_is_invited_by_the_form(company: Company, boss: User, client: Client) -> None:
    client.force_login(boss)
    answer = client.post(PAGE + "invite/", GIVEN, follow=True)
    page = answer.content.decode()
    assert "The invitation is on its way" in page
    assert "新 花子" in page
    row = Invitation.objects.get()
    assert (row.place, row.invited_by, row.for_company.role) == (company.pk, boss, "member")


def test_the_form_proposes_the_companys_language(cast: Cast, company: Company, client: Client) -> None:
    client.force_login(cast.officer)
    assert client.get(PAGE + "invite/").context["form"]["language"].value() == "ja"


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "no address"), ("email", "investor@example.org"), ("name", ""), ("language", "xx"), ("role", "x")],
)
def test_what_cannot_be_is_said_at_the_field(cast: Cast, company: Company, client: Client, field: str, value: str) -> None:
    client.force_login(cast.officer)
    answer = client.post(PAGE + "invite/", {**GIVEN, field: value})
    assert field in answer.context["form"].errors
    assert not Invitation.objects.exists()


def test_a_place_is_changed_and_ended_by_forms(cast: Cast, company: Company, client: Client) -> None:
    place = cast.investor.memberships.get()
    client.force_login(cast.officer)
    assert "is changed" in client.post(f"{PAGE}{place.pk}/role/", {"role": "administrator"}, follow=True).content.decode()
    assert "sees nothing" in client.post(f"{PAGE}{place.pk}/end/", follow=True).content.decode()
    assert "no longer belongs" in client.get(f"{PAGE}{place.pk}/end/", follow=True).content.decode()
    investor = Client()
    investor.force_login(cast.investor)
    assert investor.get(PAGE).status_code == 404


def test_the_ways_there(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    assert PAGE in client.get("/desk/companies/example-denchi/").content.decode()
    client.force_login(cast.investor)
    assert PAGE in client.get("/my/").content.decode()


@pytest.mark.parametrize("prefix", ["/ja", "/kn"])
def test_it_stands_in_three_languages(cast: Cast, client: Client, prefix: str) -> None:
    client.force_login(cast.officer)
    for page in (PAGE, PAGE + "invite/"):
        assert f'<html lang="{prefix.strip("/")}"' in client.get(prefix + page).content.decode()
