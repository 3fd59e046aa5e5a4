"""Who may see which rows: everyone of the cast, and two partners, against every `visible_to`."""

import pytest

from investors.actions.meetings import log_meeting
from investors.models import Commitment, Company, Contact, Delegation, Meeting, Membership, Organisation, PartnerProfile, Project
from portal.accounts.viewer import NOBODY, Viewer
from portal.partners.models import Partner
from tests.builders import EVENING, january_meeting
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MODELS = (Meeting, Commitment, Delegation, Company, Project)


def partner_for(slug: str, officer: object, *members: Company) -> Viewer:
    """The viewer of an invented partner's key."""
    body = Organisation.objects.create(slug=slug, name=slug.title(), name_en=slug.title(), kind="chamber", is_example=True)
    partner = Partner.objects.create(slug=slug, name=slug.title(), is_example=True)
    profile = PartnerProfile.objects.create(partner=partner, organisation=body, desk_officer=officer)
    profile.members.set(members)
    return Viewer(partner_id=partner.pk, partner_name=partner.name)


@pytest.fixture
def own(cast: Cast) -> Company:
    return Company.objects.get(slug="example-denchi")


@pytest.fixture
def meeting(cast: Cast, own: Company) -> Meeting:
    """One promise of four is the desk's alone."""
    data = january_meeting(cast.officer, companies=[own])
    data.commitments[0].is_shared = False
    Project.objects.create(slug="plant", company=own, title="Plant", stage="mou", is_example=True)
    return log_meeting(data=data, by=cast.officer, now=EVENING)


def seen(viewer: Viewer) -> dict[str, int]:
    return {model.__name__: model.objects.visible_to(viewer).count() for model in MODELS}


def test_every_official_sees_everything(meeting: Meeting, cast: Cast) -> None:
    for user in cast.desk:
        assert seen(Viewer(user=user)) == {"Meeting": 1, "Commitment": 4, "Delegation": 1, "Company": 2, "Project": 1}, user


def test_nobody_in_particular_sees_nothing(meeting: Meeting) -> None:
    assert set(seen(NOBODY).values()) == {0}
    assert not Organisation.objects.visible_to(NOBODY).exists()


def test_an_investor_sees_his_own_company_alone(meeting: Meeting, cast: Cast) -> None:
    assert seen(Viewer(user=cast.investor)) == {"Meeting": 1, "Commitment": 3, "Delegation": 0, "Company": 1, "Project": 1}
    assert seen(Viewer(user=cast.stranger)) == {"Meeting": 0, "Commitment": 0, "Delegation": 0, "Company": 1, "Project": 0}


def test_an_ended_membership_shows_nothing(meeting: Meeting, cast: Cast) -> None:
    Membership.objects.filter(user=cast.investor).update(ended_on="2024-01-01")
    assert set(seen(Viewer(user=cast.investor)).values()) == {0}


def test_a_membership_makes_no_investor_of_whoever_has_another_role(meeting: Meeting, cast: Cast, own: Company) -> None:
    """An official keeps his own sight; a membership adds nothing to it and takes nothing from it."""
    Membership.objects.create(user=cast.reader, company=own)
    assert seen(Viewer(user=cast.reader))["Commitment"] == 4


def test_a_partner_sees_what_its_members_take_part_in_and_nothing_of_others(meeting: Meeting, cast: Cast, own: Company) -> None:
    theirs = partner_for("chamber", cast.officer, own)
    other = partner_for("rival", cast.officer, Company.objects.get(slug="example-motor"))
    empty = partner_for("empty", cast.officer)
    assert seen(theirs) == {"Meeting": 1, "Commitment": 3, "Delegation": 1, "Company": 1, "Project": 1}
    assert seen(other) == {"Meeting": 0, "Commitment": 0, "Delegation": 0, "Company": 1, "Project": 0}
    assert set(seen(empty).values()) == {0}


def test_a_partner_sees_what_its_own_body_attended(meeting: Meeting, cast: Cast) -> None:
    viewer = partner_for("consulate", cast.officer)
    body = PartnerProfile.objects.get(partner_id=viewer.partner_id).organisation
    assert seen(viewer)["Meeting"] == 0
    attendance = meeting.attendances.order_by("position")[4]
    attendance.organisation = body
    attendance.save()
    assert seen(viewer)["Meeting"] == 1


def test_a_partner_sees_what_it_logged_and_no_other_does(cast: Cast) -> None:
    logger, other = partner_for("logger", cast.officer), partner_for("other", cast.officer)
    partner = Partner.objects.get(pk=logger.partner_id)
    log_meeting(data=january_meeting(cast.officer), by=cast.officer, now=EVENING, partner=partner)
    assert seen(logger)["Meeting"] == 1
    assert seen(other)["Meeting"] == 0


def test_a_draft_is_the_desks_alone(cast: Cast, own: Company) -> None:
    log_meeting(data=january_meeting(cast.officer, companies=[own]), by=cast.officer, now=EVENING, draft=True)
    for viewer in (Viewer(user=cast.investor), partner_for("chamber", cast.officer, own)):
        assert seen(viewer)["Meeting"] == 0
        assert seen(viewer)["Commitment"] == 0
    assert seen(Viewer(user=cast.reader))["Meeting"] == 1


def test_a_meeting_seen_for_several_reasons_is_one_row(meeting: Meeting, cast: Cast, own: Company) -> None:
    viewer = partner_for("chamber", cast.officer, own)
    meeting.organisations.add(PartnerProfile.objects.get(partner_id=viewer.partner_id).organisation)
    contact = Contact.objects.create(name="Aoki Rei", is_example=True)
    meeting.attendances.create(side="guest", contact=contact, company=own)
    assert seen(viewer)["Meeting"] == 1
