"""What the API says of the offer."""

from django.db.models import F, QuerySet

from portal.core.shapes import Field, Look, Shape, choice, code, decimal, link, many, one, partial_date, text, words
from portal.core.shapes import date as day

from .models import Claim, Incentive, Opportunity, Policy, Segment, Source, Township
from .models.claim import Quality
from .models.segment import TranslationStatus

SOURCE = Shape(
    "Source",
    "A page or document that a figure or a fact rests on.",
    [
        code("code", "The source's number in our list."),
        text("publisher", "Title or publisher."),
        text("url", "Where it was read."),
        partial_date("date", "When it appeared, as exactly as known."),
        choice("quality", Quality, "`weak` where the source is second-hand or unclear."),
    ],
)

FIGURE = Shape(
    "Figure",
    "One figure as somebody stated it. Figures that contradict each other stand side by side.",
    [
        text("measure", "What is measured, like `acres_total`."),
        decimal("value", "The number; null where the figure is a date.", trim=True),
        partial_date("date", "The date, where the figure is a date.", "value_date"),
        text("unit", "The unit of the number, or `date`."),
        choice("qualifier", Claim.Qualifier, "How exactly it was said."),
        choice("status", Claim.Status, "How it was said: reported, cleared by a committee, superseded."),
        text("stated_by", "Who said it; empty where the source does not tell."),
        partial_date("as_of", "The day, month or year it was true or said."),
        one("source", SOURCE, "Where it was read."),
    ],
)

SEGMENT_REF = Shape("SegmentReference", "A segment, in short.", [code("code", "Its code."), words("name", "Its name.")])
DISTRICT_REF = Shape("DistrictReference", "A district, in short.", [code("code", "Its code."), words("name", "Its name.")])
TOWNSHIP_REF = Shape("TownshipReference", "A township, in short.", [code("slug", "Its slug."), words("name", "Its name.")])
POLICY_REF = Shape("PolicyReference", "A policy, in short.", [code("slug", "Its slug."), words("name", "Its name.")])
OPPORTUNITY_REF = Shape(
    "OpportunityReference", "An opportunity, in short.", [code("slug", "Its slug."), words("title", "Its title.")]
)


def sources(related: str) -> Field:
    """The sources of the row."""
    return many(
        "sources",
        SOURCE,
        "What these statements rest on.",
        lambda look: Source.objects.filter(**{related: look.outer("pk")}).order_by("code"),
    )


def figures(kind: str, name: str) -> Field:
    """Every figure stated of the row, newest first."""

    def rows(look: Look) -> QuerySet[Claim]:
        return Claim.objects.filter(subject_kind=kind, subject=look.outer(name)).order_by(
            "measure", F("as_of").desc(nulls_last=True), "key"
        )

    return many("figures", FIGURE, "Every figure stated of it, contradicting ones too, newest first.", rows)


_checked = choice("translation_status", TranslationStatus, "Whether a native reader has checked the Japanese and Kannada texts.")

SEGMENT = Shape(
    "Segment",
    "A link of the electric-vehicle value chain, or a part of one.",
    [
        code("code", "What the segment is called in addresses."),
        words("name", "Its name."),
        words("summary", "What it covers."),
        one("parent", SEGMENT_REF, "The segment it is part of; null for the five links themselves.", null=True),
        many(
            "children",
            SEGMENT_REF,
            "Its parts, in the order of the chain.",
            lambda look: Segment.objects.filter(parent=look.outer("pk")).order_by("position", "code"),
        ),
        figures("segment", "code"),
        sources("segments"),
        _checked,
        link("page", "/segments/{}/", "code", "Its page for people."),
    ],
)

DISTRICT = Shape(
    "District",
    "A district under its present name. The point is its headquarters town (degrees, WGS 84, approximate).",
    [
        code("code", "What the district is called in addresses."),
        words("name", "Its name."),
        text("former_name", "An earlier name; empty where there is none."),
        text("headquarters", "Its headquarters town."),
        decimal("latitude", "Degrees north."),
        decimal("longitude", "Degrees east."),
        text("note", "What to know when reading older documents."),
        many(
            "townships",
            TOWNSHIP_REF,
            "The townships in it.",
            lambda look: Township.objects.filter(district=look.outer("pk")).order_by("position", "slug"),
        ),
        figures("district", "code"),
        sources("districts"),
        _checked,
    ],
)

TOWNSHIP = Shape(
    "Township",
    "An industrial township or area. `acres` is the best figure; every version stated stays among `figures`.",
    [
        code("slug", "What the township is called in addresses."),
        words("name", "Its name."),
        one("district", DISTRICT_REF, "The district it lies in."),
        text("developer", "Who develops it; empty where no source says."),
        choice("status", Township.Status, "How far it is; empty where no source says.", blank=True),
        decimal("acres", "Its area in acres (1 acre = 0.40469 ha)."),
        words("acres_note", "What to know about the area."),
        decimal("latitude", "Degrees north (WGS 84)."),
        decimal("longitude", "Degrees east (WGS 84)."),
        text("coordinates_quality", "How exact the point is."),
        words("access", "How it is reached."),
        words("notes", "What else is known."),
        many(
            "segments",
            SEGMENT_REF,
            "The segments it is meant for.",
            lambda look: Segment.objects.filter(townships=look.outer("pk")).order_by("position", "code"),
        ),
        figures("township", "slug"),
        sources("townships"),
        _checked,
        link("page", "/townships/{}/", "slug", "Its page for people."),
    ],
)

OPPORTUNITY = Shape(
    "Opportunity",
    "Something an investor can take up.",
    [
        code("slug", "What the opportunity is called in addresses."),
        words("title", "Its title."),
        words("sought", "What is sought."),
        words("readiness", "What stands ready; empty where no source says."),
        decimal("investment_min_inr_crore", "Investment from, in crore rupees (1 crore = 10 million)."),
        decimal("investment_max_inr_crore", "Investment to, in crore rupees."),
        choice("status", Opportunity.Status, "Partners and the public see published ones."),
        partial_date("published_on", "When it was published."),
        choice("quality", Quality, "`weak` where it rests on second-hand sources."),
        many(
            "segments",
            SEGMENT_REF,
            "The segments it belongs to.",
            lambda look: Segment.objects.filter(opportunities=look.outer("pk")).order_by("position", "code"),
        ),
        many(
            "townships",
            TOWNSHIP_REF,
            "Where it could be.",
            lambda look: Township.objects.filter(opportunities=look.outer("pk")).order_by("position", "slug"),
        ),
        many(
            "policies",
            POLICY_REF,
            "Policies that support it.",
            lambda look: Policy.objects.filter(opportunities=look.outer("pk")).order_by("slug"),
        ),
        figures("opportunity", "slug"),
        sources("opportunities"),
        _checked,
        link("page", "/opportunities/{}/", "slug", "Its page for people."),
    ],
)

INCENTIVE_REF = Shape(
    "IncentiveReference",
    "An incentive, in short.",
    [code("slug", "Its slug."), words("name", "Its name."), text("kind", "Its kind.")],
)

POLICY = Shape(
    "Policy",
    "A policy or scheme of the state or of the Union.",
    [
        code("slug", "What the policy is called in addresses."),
        words("name", "Its name."),
        choice("level", Policy.Level, "Whose policy it is."),
        partial_date("in_force_from", "Since when; null where only an approval date is known."),
        partial_date("in_force_to", "Until when; null where it is open."),
        words("targets", "What it aims at."),
        many(
            "incentives",
            INCENTIVE_REF,
            "The benefits in it.",
            lambda look: Incentive.objects.filter(policy=look.outer("pk")).order_by("slug"),
        ),
        figures("policy", "slug"),
        sources("policies"),
    ],
)

INCENTIVE = Shape(
    "Incentive",
    "One benefit in a policy. An empty `clause` means that no official text was seen.",
    [
        code("slug", "What the incentive is called in addresses."),
        words("name", "Its name."),
        one("policy", POLICY_REF, "The policy that grants it."),
        text("kind", "Its kind, like `capital_subsidy`."),
        many(
            "segments",
            SEGMENT_REF,
            "For whom; empty where the source names no limit.",
            lambda look: Segment.objects.filter(incentives=look.outer("pk")).order_by("position", "code"),
        ),
        text("zone", "Where, in the policy's own words; empty where there is no limit."),
        text("size_class", "For which size, in the policy's own words; empty where there is no limit."),
        decimal("rate_percent", "The rate in percent, the top of a range; the note gives the range.", trim=True),
        decimal("cap_inr", "The cap in rupees."),
        words("cap_note", "What to know about the cap."),
        words("base", "What the rate is taken of."),
        words("note", "What else to know."),
        text("clause", "The clause of the official text; empty: none was seen."),
        text("alternative_group", "Of the incentives of one group an investor takes one kind."),
        choice("quality", Quality, "`weak` where it rests on second-hand sources."),
        day("checked_on", "When we last compared it with its source.", null=True),
        figures("incentive", "slug"),
        sources("incentives"),
    ],
)
