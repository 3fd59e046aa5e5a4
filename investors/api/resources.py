"""The resources that need a key."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from portal.core.api.resources import Resource
from portal.core.pages import Ordering

from ..filters.commitments import CommitmentFilter
from ..filters.companies import CompanyFilter
from ..filters.meetings import MeetingFilter
from ..filters.organisations import OrganisationFilter
from ..models import Commitment, Company, Meeting, Organisation
from ..shapes.commitments import COMMITMENT
from ..shapes.companies import COMPANY
from ..shapes.meetings import MEETING
from ..shapes.organisations import ORGANISATION


@cache
def examples() -> dict[str, Any]:
    """One example of each resource, and of the body that makes a meeting."""
    said: dict[str, Any] = json.loads(files(__package__).joinpath("examples.json").read_text("utf-8"))
    return said


_BY_SLUG = (Ordering("slug", ("slug",)), Ordering("-slug", ("-slug",)))

COMPANIES = Resource(
    name="companies",
    one="company",
    many="companies",
    shape=COMPANY,
    rows=lambda viewer: Company.objects.visible_to(viewer),
    filters=CompanyFilter,
    orderings=_BY_SLUG,
    lookup="slug",
    example=examples()["companies"],
    scope="companies:read",
)
ORGANISATIONS = Resource(
    name="organisations",
    one="organisation",
    many="organisations",
    shape=ORGANISATION,
    rows=lambda viewer: Organisation.objects.visible_to(viewer),
    filters=OrganisationFilter,
    orderings=_BY_SLUG,
    lookup="slug",
    example=examples()["organisations"],
    scope="organisations:read",
)
MEETINGS = Resource(
    name="meetings",
    one="meeting",
    many="meetings",
    shape=MEETING,
    rows=lambda viewer: Meeting.objects.visible_to(viewer),
    filters=MeetingFilter,
    orderings=(Ordering("-date", ("-sort_date", "-id")), Ordering("date", ("sort_date", "id"))),
    lookup="id",
    example=examples()["meetings"],
    scope="meetings:read",
)
COMMITMENTS = Resource(
    name="commitments",
    one="commitment",
    many="commitments",
    shape=COMMITMENT,
    rows=lambda viewer: Commitment.objects.visible_to(viewer),
    filters=CommitmentFilter,
    orderings=(Ordering("due_on", ("due_on", "id")), Ordering("-due_on", ("-due_on", "-id"))),
    lookup="id",
    example=examples()["commitments"],
    scope="commitments:read",
)
