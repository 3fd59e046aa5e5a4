"""What the API says of organisations."""

from portal.core.shapes import Shape, choice, code, flag, text, words
from sectors.shapes import sources

from ..models import Organisation

ORGANISATION = Shape(
    "Organisation",
    "A body that is no investor: ministry, agency, committee, consulate, chamber, trade agency.",
    [
        code("slug", "What the organisation is called in addresses."),
        words("name", "Its name."),
        choice("kind", Organisation.Kind, "What it is."),
        words("role", "What it does; empty where no source says."),
        text("country_code", "Its country (ISO 3166-1); empty where not known."),
        sources("organisations"),
        flag("is_example", "Invented, to try things out."),
    ],
)
