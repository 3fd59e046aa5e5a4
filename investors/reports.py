"""Figures and rows across nouns, for one page each. Every function costs a fixed number of statements."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import get_language

from portal.accounts.viewer import Viewer
from portal.core.pages import Counted
from portal.core.translated import translated
from portal.outbox.models import Delivery

from .models import Attendance, Commitment, Company, Delegation, Establishment, FollowUp, Interest, Meeting, Project, ProjectStep
from .models.project import Stage

# Rows in a box of the desk's first page; the lists behind it have the rest.
BOX = 8
# Rows of one kind on a page about something else.
PART = 50

_LINKED: dict[str, tuple[str, str, str]] = {
    # name on the meeting: (link to the other row, its key in an address, its words)
    "companies": ("company", "slug", "name"),
    "organisations": ("organisation", "slug", "name"),
    "segments": ("segment", "code", "name"),
    "townships": ("township", "slug", "name"),
    "opportunities": ("opportunity", "slug", "title"),
}


def counts(*querysets: QuerySet[Any]) -> list[Counted]:
    """How many rows each has, exactly up to 10,000. One statement for all; no queryset may be known to be empty."""
    limit = 10_000
    parts: list[str] = []
    params: list[Any] = []
    for queryset in querysets:
        statement, values = queryset.order_by().values("pk")[: limit + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({statement}) counted)")  # noqa: S608 (Django wrote the statement; values stay apart)
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return [Counted(min(number, limit), number > limit) for number in cursor.fetchone()]


@dataclass(frozen=True)
class Box:
    """One part of today's desk: the first rows and how many there are."""

    rows: list[Any]
    count: Counted

    @property
    def is_more(self) -> bool:
        return self.count.number > len(self.rows)


def todays_desk(viewer: Viewer, now: datetime.datetime, *, whole: bool) -> dict[str, Box]:
    """What waits for this official, or for the whole desk. Seven statements."""
    today = local_day(now, viewer)
    promises = Commitment.objects.outstanding().filter(due_on__lte=today + datetime.timedelta(days=14))
    approvals = FollowUp.objects.filter(state=FollowUp.State.AWAITING_APPROVAL)
    silent = without_outcome(now)
    logged = Meeting.objects.filter(logged_at__isnull=False)
    enquiries = Interest.objects.waiting()
    if not whole:
        # What nobody answers yet waits for everybody.
        enquiries = enquiries.filter(Q(assigned_to=viewer.user_id) | Q(assigned_to=None))
        promises = promises.filter(answered_for_by=viewer.user_id)
        approvals = approvals.filter(meeting__owner=viewer.user_id)
        silent = silent.filter(owner=viewer.user_id)
        logged = logged.filter(owner=viewer.user_id)
    told = counts(promises, approvals, silent, logged, enquiries)
    rows: list[QuerySet[Any]] = [
        promises.select_related("meeting", "answered_for_by").order_by("due_on", "id"),
        approvals.select_related("meeting", "contact", "user").order_by("due_at", "id"),
        silent.select_related("owner").newest_first(),
        logged.select_related("owner").order_by("-logged_at", "-id"),
        enquiries.with_subjects().defer("message", "notes").order_by("due_on", "id"),
    ]
    names = ("promises", "approvals", "silent", "logged", "enquiries")
    return {name: Box(list(part[:BOX]), count) for name, part, count in zip(names, rows, told, strict=True)}


def without_outcome(now: datetime.datetime) -> Any:
    """Meetings that are over and of which nobody has said what came of them."""
    over = Q(ends_at__lte=now) | Q(ends_at__isnull=True, starts_at__lte=now)
    return Meeting.objects.filter(over, outcome="", state__in=[Meeting.State.HELD, Meeting.State.SCHEDULED])


def local_day(now: datetime.datetime, viewer: Viewer) -> datetime.date:
    """The reader's day."""
    return now.astimezone(ZoneInfo(viewer.user.zone if viewer.user else "Asia/Kolkata")).date()


def _linked(name: str, *, limit: int | None = None) -> ArraySubquery:
    target, key, words = _LINKED[name]
    language = get_language() or "en"
    through = getattr(Meeting, name).through
    rows = through.objects.filter(meeting=OuterRef("pk")).order_by(f"{target}__{words}_en", "pk")
    fields = {"key": F(f"{target}__{key}"), "label": translated(f"{target}__{words}", language)}
    if target in ("company", "organisation"):
        fields["is_example"] = F(f"{target}__is_example")
    return ArraySubquery(rows.values(json=JSONObject(**fields))[:limit])


def meeting_rows(queryset: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with what a row of the list shows: counterparts, owner, promises outstanding and made."""
    outstanding = Count("pk", filter=Q(state__in=["open", "proposed_done"]))
    promises = Commitment.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return queryset.select_related("owner", "delegation").annotate(
        company_links=_linked("companies", limit=4),
        organisation_links=_linked("organisations", limit=4),
        promises_outstanding=Coalesce(Subquery(promises.values(n=outstanding)), Value(0)),
        promises_made=Coalesce(Subquery(promises.values(n=Count("pk"))), Value(0)),
    )


def whole_meeting(pk: UUID, viewer: Viewer) -> Meeting:
    """One meeting with all that is linked to it, in one statement. Raises Meeting.DoesNotExist."""
    sources = Meeting.sources.through.objects.filter(meeting=OuterRef("pk")).order_by("source__code")
    meeting: Meeting = (
        Meeting.objects.visible_to(viewer)
        .select_related("owner", "delegation", "logged_by_partner", "cancelled_by")
        .annotate(
            company_links=_linked("companies"),
            organisation_links=_linked("organisations"),
            segment_links=_linked("segments"),
            township_links=_linked("townships"),
            opportunity_links=_linked("opportunities"),
            source_links=ArraySubquery(
                sources.values(
                    json=JSONObject(
                        url=F("source__url"), label=F("source__publisher"), code=F("source__code"), quality=F("source__quality")
                    )
                )
            ),
        )
        .get(pk=pk)
    )
    return meeting


def attendances_of(meeting: Meeting) -> tuple[list[Attendance], list[Attendance]]:
    """Who was there: the state's side, the guests'. One statement."""
    rows = meeting.attendances.select_related("contact", "company", "organisation").order_by("position", "id")
    sides: tuple[list[Attendance], list[Attendance]] = ([], [])
    for row in rows:
        row.meeting = meeting
        sides[row.side == "guest"].append(row)
    return sides


def with_people(queryset: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Promises with everybody they name, so that a row costs no statement."""
    return queryset.select_related(
        "meeting__owner", "answered_for_by", "promised_by_contact", "promised_by_organisation", "promised_by_company", "closed_by"
    )


def follow_ups_of(rows: QuerySet[FollowUp]) -> list[FollowUp]:
    """Follow-ups, each with its messages as `messages`. Two statements."""
    follow_ups = list(rows.select_related("user", "contact", "commitment", "decided_by").order_by("due_at", "id")[:300])
    deliveries: dict[UUID, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(object_type="follow_up", object_id__in=[f.pk for f in follow_ups]).order_by(
        "channel", "id"
    ):
        deliveries.setdefault(delivery.object_id, []).append(delivery)
    for follow_up in follow_ups:
        follow_up.messages = deliveries.get(follow_up.pk, [])
    return follow_ups


def delegation_rows(queryset: QuerySet[Delegation]) -> QuerySet[Delegation]:
    """Delegations with the numbers of their meetings and guests."""
    companies = Delegation.companies.through.objects.filter(delegation=OuterRef("pk")).order_by().values("delegation")
    organisations = Delegation.organisations.through.objects.filter(delegation=OuterRef("pk")).order_by().values("delegation")
    meetings = Meeting.objects.filter(delegation=OuterRef("pk")).order_by().values("delegation")
    return queryset.annotate(
        how_many_companies=_how_many(companies),
        how_many_organisations=_how_many(organisations),
        how_many_meetings=_how_many(meetings),
    )


def company_rows(queryset: QuerySet[Company]) -> QuerySet[Company]:
    """Companies with the numbers of what is known of them. Counts of establishments are not counts of companies."""
    return queryset.annotate(
        how_many_establishments=_how_many(Establishment.objects.filter(company=OuterRef("pk")).order_by().values("company")),
        how_many_projects=_how_many(Project.objects.filter(company=OuterRef("pk")).order_by().values("company")),
        how_many_meetings=_how_many(
            Meeting.companies.through.objects.filter(company=OuterRef("pk")).order_by().values("company")
        ),
    )


def _how_many(rows: Any) -> Coalesce:
    return Coalesce(Subquery(rows.values(n=Count("pk"))), Value(0))


def meetings_of_company(company: Company, viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings that name the company or that its people attended."""
    named = Meeting.companies.through.objects.filter(company=company).values("meeting_id")
    attended = Attendance.objects.filter(company=company).values("meeting_id")
    return Meeting.objects.visible_to(viewer).filter(Q(pk__in=named) | Q(pk__in=attended)).newest_first()


def promises_of_company(company: Company, meetings: Sequence[Meeting]) -> QuerySet[Commitment]:
    """What the company promised, or its people did, and what was promised in these meetings of it; the open ones first."""
    own = Q(promised_by_company=company) | Q(promised_by_contact__company=company)
    return with_people(
        Commitment.objects.filter(own | Q(meeting__in=[m.pk for m in meetings])).order_by(
            F("closed_at").desc(nulls_first=True), "due_on", "id"
        )
    )


def with_sources(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with their sources as `source_links`: address and publisher."""
    through = queryset.model._meta.get_field("sources").remote_field.through
    own = queryset.model._meta.model_name
    rows = through.objects.filter(**{own: OuterRef("pk")}).order_by("source__code")
    fields = JSONObject(url=F("source__url"), label=F("source__publisher"), quality=F("source__quality"))
    return queryset.annotate(source_links=ArraySubquery(rows.values(json=fields)))


@dataclass(frozen=True)
class Rung:
    """One step of the ladder as a project's page shows it; `step` is None where nothing is known of it."""

    label: str
    position: str
    step: ProjectStep | None


def projects_of(company: Company) -> list[tuple[Project, list[Rung]]]:
    """The firm's projects with every step of the ladder. Two statements. Figures of different steps are never added up."""
    projects = list(company.projects.select_related("township").order_by("slug")[:PART])
    steps: dict[tuple[UUID, str], ProjectStep] = {
        (step.project_id, step.stage): step for step in ProjectStep.objects.filter(project__in=projects).select_related("source")
    }
    order = list(Stage)
    told = []
    for project in projects:
        reached = order.index(Stage(project.stage))
        rungs = [
            Rung(
                str(stage.label),
                "current" if place == reached else ("done" if place < reached else "ahead"),
                steps.get((project.pk, stage.value)),
            )
            for place, stage in enumerate(order)
        ]
        told.append((project, rungs))
    return told
