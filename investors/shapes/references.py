"""Companies, organisations, people and officials, in short."""

from portal.core.shapes import Shape, choice, code, text, uuid, words

from ..models import Contact

COMPANY_REF = Shape("CompanyReference", "A company, in short.", [code("slug", "Its slug."), words("name", "Its name.")])
ORGANISATION_REF = Shape(
    "OrganisationReference", "An organisation, in short.", [code("slug", "Its slug."), words("name", "Its name.")]
)
OFFICIAL = Shape("Official", "An official of the state.", [uuid("id", "For filters."), text("name", "As the person writes it.")])
PERSON = Shape(
    "Person",
    "A person's name, in its parts and scripts.",
    [
        text("name", "In Latin letters, as the person writes it."),
        text("family_name", "Family name; empty where it is not known apart."),
        text("given_name", "Given name; empty where it is not known apart."),
        text("native_name", "In the person's own script."),
        text("reading", "Kana, for Japanese names."),
        choice("display_order", Contact.DisplayOrder, "In which order the person wants the parts shown."),
        text("honorific", "Form of address."),
    ],
)
