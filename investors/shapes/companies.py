"""What the API says of companies, their sites and their intended investments."""

from django.db.models import F

from portal.core.shapes import Shape, choice, code, decimal, flag, integer, many, one, partial_date, text, words
from sectors.shapes import SOURCE, TOWNSHIP_REF, sources

from ..models import Establishment, Project, ProjectStep
from ..models.project import Stage

ESTABLISHMENT = Shape(
    "Establishment",
    "One office, plant or centre of a firm.",
    [
        text("kind", "Its kind, like `manufacturing`."),
        text("place", "Where; empty where the source gives none."),
        one("township", TOWNSHIP_REF, "The township it stands in.", null=True),
        partial_date("since", "Since when."),
        text("fact", "Capacity, or another fact, in the source's words."),
        sources("establishments"),
        flag("is_example", "Invented, to try things out."),
    ],
)

PROJECT_STEP = Shape(
    "ProjectStep",
    "One step of the ladder. Figures of different steps are never added up.",
    [
        choice("stage", Stage, "The step."),
        decimal("amount_inr_crore", "The amount named at this step, in crore rupees."),
        integer("jobs", "The jobs named at this step.", null=True),
        partial_date("on", "When."),
        one("source", SOURCE, "Where it was read.", null=True),
    ],
)

PROJECT = Shape(
    "Project",
    "An intended investment and the steps it has taken.",
    [
        code("slug", "What the project is called."),
        text("title", "What is intended."),
        choice("stage", Stage, "The highest step it has reached."),
        one("township", TOWNSHIP_REF, "Where.", null=True),
        many(
            "steps",
            PROJECT_STEP,
            "Its steps, oldest first.",
            lambda look: ProjectStep.objects.filter(project=look.outer("pk")).order_by(F("on").asc(nulls_first=True), "id"),
        ),
        flag("is_example", "Invented, to try things out."),
    ],
)

COMPANY = Shape(
    "Company",
    "A firm. Its sites are `establishments`: always say which of the two a count counts.",
    [
        code("slug", "What the company is called in addresses."),
        words("name", "Its name."),
        text("parent", "Its parent; empty where not known."),
        text("country_code", "Origin of the firm or of its lead foreign parent (ISO 3166-1)."),
        text("sector", "What it makes or does."),
        text("website", "Its address on the web."),
        many(
            "establishments",
            ESTABLISHMENT,
            "Its sites.",
            lambda look: Establishment.objects.filter(company=look.outer("pk")).order_by("key"),
        ),
        many(
            "projects",
            PROJECT,
            "Its intended investments.",
            lambda look: Project.objects.filter(company=look.outer("pk")).order_by("slug"),
        ),
        sources("companies"),
        flag("is_example", "Invented, to try things out."),
    ],
)
