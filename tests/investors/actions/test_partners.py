"""For whom a partner speaks, and what its keys see from then on."""

import pytest
from django.test import Client

from investors.actions.partners import CannotOwn, set_profile
from investors.models import Company, PartnerProfile
from portal.partners.administration import make_partner
from portal.partners.keys import make_key
from portal.partners.rights import NotYours
from tests.api_cast import ApiCast, make_api_cast
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def callers(cast: Cast) -> ApiCast:
    return make_api_cast(cast)


def test_a_partner_made_on_the_page_sees_its_members_once_it_is_said_for_whom_it_speaks(callers: ApiCast, cast: Cast) -> None:
    partner = make_partner(name="Chamber of Tests", is_example=True, by=cast.administrator)
    _row, secret = make_key(partner=partner, name="N", scopes=["companies:read", "meetings:read", "meetings:write"])
    caller = Client(headers={"Authorization": f"Bearer {secret}"})
    assert caller.get("/api/v1/companies/").json()["results"] == []
    assert caller.get("/api/v1/meetings/").status_code == 200
    assert caller.post("/api/v1/meetings/", {}, content_type="application/json").status_code in (400, 422)
    official = Client()
    official.force_login(cast.administrator)
    page = official.get("/partners/chamber-of-tests/").content.decode()
    assert "Nobody has said yet for whom this partner speaks" in page
    official.post(
        "/desk/partners/chamber-of-tests/",
        {
            "organisation": str(callers.organisation.pk),
            "members": [str(callers.member.pk)],
            "desk_officer": str(cast.officer.pk),
        },
    )
    assert [row["slug"] for row in caller.get("/api/v1/companies/").json()["results"]] == ["example-denchi"]
    assert "Example-Chamber" in official.get("/partners/chamber-of-tests/").content.decode()


def test_only_the_states_administrators_say_it(callers: ApiCast, cast: Cast) -> None:
    values = {"partner": callers.partner, "organisation": callers.organisation, "members": [callers.member]}
    for user in (cast.officer, cast.supervisor, cast.operator, cast.reader, cast.investor):
        with pytest.raises(NotYours):
            set_profile(desk_officer=cast.officer, by=user, **values)
    for user in (cast.reader, cast.operator, cast.investor):
        with pytest.raises(CannotOwn):
            set_profile(desk_officer=user, by=cast.administrator, **values)
    assert set(PartnerProfile.objects.get(partner=callers.partner).members.all()) == {Company.objects.get(slug="example-denchi")}


def test_the_page_is_the_administrators(callers: ApiCast, cast: Cast) -> None:
    path = "/desk/partners/example-partner/"
    for user, status in (
        (cast.administrator, 200),
        (cast.officer, 403),
        (cast.supervisor, 403),
        (cast.operator, 403),
        (cast.reader, 403),
        (cast.investor, 404),
    ):
        client = Client()
        client.force_login(user)
        assert client.get(path).status_code == status, user.role
    assert Client().get(path)["Location"] == f"/sign-in/?next={path}"
