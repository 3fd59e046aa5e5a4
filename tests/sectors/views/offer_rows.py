"""An invented offer of any size, for the pages' tests."""

import datetime
from decimal import Decimal

from investors.models import Company, Establishment, Meeting, Project, ProjectStep
from sectors.models import Claim, District, Incentive, Opportunity, Plot, Policy, Segment, Source, Township

DAY = datetime.date(2024, 1, 10)


def make_offer(count: int) -> None:
    """`count` of everything, all about one link ("root"), one township ("place-0") and one opportunity ("chance-0")."""
    source = Source.objects.create(
        code="X1", url="https://example.org/report", publisher="Example Times", date=DAY, date_precision="day"
    )
    district = District.objects.create(code="valley", name="Valley", name_en="Valley")
    root = Segment.objects.create(
        code="root", name="Root", name_en="Root", name_ja="根", summary="All of it.", summary_en="All of it."
    )
    Segment.objects.bulk_create(
        Segment(code=f"part-{n}", parent=root, name=f"Part {n}", name_en=f"Part {n}", position=n) for n in range(count)
    )
    places = Township.objects.bulk_create(
        Township(
            slug=f"place-{n}", name=f"Place {n}", name_en=f"Place {n}", district=district, acres=Decimal("519.55"), position=n
        )
        for n in range(count)
    )
    policy = Policy.objects.create(slug="rules", name="Rules", name_en="Rules", level="state")
    Policy.objects.create(slug="empty", name="Empty rules", name_en="Empty rules", level="central")
    benefits = Incentive.objects.bulk_create(
        Incentive(
            slug=f"benefit-{n}",
            policy=policy,
            name=f"Benefit {n}",
            name_en=f"Benefit {n}",
            kind=["pli", "booster"][n % 2],
            rate_percent=25,
            alternative_group="one",
        )
        for n in range(count)
    )
    chances = Opportunity.objects.bulk_create(
        Opportunity(
            slug=f"chance-{n}",
            title=f"Chance {n}",
            title_en=f"Chance {n}",
            sought="Makers.",
            sought_en="Makers.",
            status="published",
            position=n,
        )
        for n in range(count)
    )
    for rows in (places, benefits, chances):
        link = type(rows[0]).sources.through
        name = f"{type(rows[0])._meta.model_name}_id"
        link.objects.bulk_create(link(**{name: row.pk, "source_id": source.pk}) for row in rows)
    Township.focus.through.objects.bulk_create(Township.focus.through(township_id=row.pk, segment_id=root.pk) for row in places)
    Opportunity.segments.through.objects.bulk_create(
        Opportunity.segments.through(opportunity_id=row.pk, segment_id=root.pk) for row in chances
    )
    Opportunity.townships.through.objects.bulk_create(
        Opportunity.townships.through(opportunity_id=row.pk, township_id=places[0].pk) for row in chances
    )
    chances[0].policies.add(policy)
    Claim.objects.bulk_create(
        Claim(
            key=f"{kind}-{n}", subject_kind=kind, subject=subject, measure=measure, value=500 + n, unit=unit, as_of=DAY,
            as_of_precision="day", stated_by="the minister", source=source, status="reported", qualifier="over",
        )
        for kind, subject, measure, unit in (
            ("township", "place-0", "area", "acre"),
            ("segment", "root", "amount", "inr_crore"),
            ("state", "here", "japanese_firms", "firms"),
            ("policy", "rules", "amount", "inr_crore"),
        )
        for n in range(count)
    )  # fmt: skip
    Plot.objects.bulk_create(Plot(township=places[0], code=f"{n:04}", acres=1, as_of=DAY, is_example=True) for n in range(count))
    company = Company.objects.create(slug="works", name="Works", name_en="Works")
    sites = Establishment.objects.bulk_create(
        Establishment(key=f"site-{n}", company=company, kind="office", township=places[0]) for n in range(count)
    )
    projects = Project.objects.bulk_create(
        Project(slug=f"plan-{n}", company=company, title=f"Plan {n}", stage="mou", township=places[0]) for n in range(count)
    )
    ProjectStep.objects.bulk_create(
        ProjectStep(project=row, stage="mou", amount_inr_crore=5, on=DAY, on_precision="day") for row in projects
    )
    meetings = Meeting.objects.bulk_create(
        Meeting(
            title=f"Reported {n}",
            state="reported",
            date=DAY,
            date_precision="day",
            internal_notes="CANARY-NOTES",
            outcome="CANARY-OUTCOME",
        )
        for n in range(count)
    )
    for rows in (sites, projects, meetings):
        link = type(rows[0]).sources.through
        name = f"{type(rows[0])._meta.model_name}_id"
        link.objects.bulk_create(link(**{name: row.pk, "source_id": source.pk}) for row in rows)
    for field, other in (("townships", places[0]), ("segments", root), ("opportunities", chances[0])):
        link = getattr(Meeting, field).through
        name = f"{type(other)._meta.model_name}_id"
        link.objects.bulk_create(link(**{"meeting_id": row.pk, name: other.pk}) for row in meetings)
