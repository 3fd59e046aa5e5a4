"""Invented land and firms. Numbers, names and people are made up."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import RuleViolation
from sectors.models import Plot, Township

from ..models import Company, Contact, Membership, Organisation
from .users import CAST

AS_OF = date(2025, 12, 31)
NOTE = "Invented for demonstration."
# Township, then acres and status of each plot: every status occurs.
PLOTS = {
    "japan-industrial-township": (
        ("12.50", "available"),
        ("8.00", "available"),
        ("20.25", "reserved"),
        ("5.75", "allotted"),
        ("31.00", "in_dispute"),
        ("4.40", "unknown"),
        ("15.00", "available"),
        ("9.90", "allotted"),
    ),
    "gauribidanur": (("25.00", "available"), ("10.00", "reserved"), ("6.60", "unknown"), ("14.20", "available")),
}
COMPANIES = (
    {"slug": "example-denchi", "name_en": "Example Denchi KK", "name_ja": "サンプル電池株式会社", "sector": "battery packs"},
    {
        "slug": "example-motor-parts",
        "name_en": "Example Motor Parts KK",
        "name_ja": "サンプルモーター部品株式会社",
        "sector": "motors",
    },
)
AGENCY = {
    "slug": "example-trade-agency",
    "name_en": "Example Trade Agency",
    "name_ja": "サンプル貿易振興機構",
    "kind": Organisation.Kind.TRADE_AGENCY,
}
CONTACTS = (
    {
        "key": "example-hanako",
        "name": "Hanako Rei",
        "family_name": "Rei",
        "given_name": "Hanako",
        "native_name": "例 花子",
        "reading": "れい はなこ",
        "display_order": "family_first",
        "office": "Head of overseas plants",
        "email": "hanako@example.org",
        "language": "ja",
        "zone": "Asia/Tokyo",
        "body": "example-denchi",
    },
    {
        "key": "example-motor-guest",
        "name": "Jiro Example",
        "office": "Director",
        "email": "jiro@example.org",
        "language": "ja",
        "zone": "Asia/Tokyo",
        "body": "example-motor-parts",
    },
    {
        "key": "example-agency-guest",
        "name": "Mika Example",
        "office": "Chief representative",
        "email": "mika@example.org",
        "body": "example-trade-agency",
    },
    {"key": "example-host", "name": "Asha Example", "office": "Desk officer", "email": "", "body": ""},
)


class NoReference(RuleViolation):
    """Examples stand in real townships, so the reference data comes first."""


def make_plots() -> int:
    """Invented plots; answers how many were new. Raises NoReference."""
    townships = {township.slug: township for township in Township.objects.filter(slug__in=PLOTS)}
    missing = sorted(PLOTS.keys() - townships.keys())
    if missing:
        raise NoReference(_("There is no township %(slugs)s. Run load_reference first."), params={"slugs": ", ".join(missing)})
    there = set(Plot.objects.filter(township__in=townships.values()).values_list("township__slug", "code"))
    new = [
        Plot(township=townships[slug], code=code, acres=Decimal(acres), status=status, as_of=AS_OF, note=NOTE, is_example=True)
        for slug, plots in PLOTS.items()
        for number, (acres, status) in enumerate(plots, start=1)
        if (slug, code := f"EX-{number:02d}") not in there
    ]
    Plot.objects.bulk_create(new)
    return len(new)


def make_firms(users: dict[str, User]) -> tuple[dict[str, Company | Organisation], dict[str, Contact], int]:
    """Invented companies and one agency by slug, contacts by key, and how many of all these were new."""
    bodies: dict[str, Company | Organisation] = {}
    made = 0
    for text in COMPANIES:
        row, is_new = Company.objects.get_or_create(
            slug=text["slug"],
            defaults={
                **text,
                "name": text["name_en"],
                "country_code": "JP",
                "website": "https://example.org/",
                "is_example": True,
            },
        )
        bodies[row.slug] = row
        made += is_new
    agency, is_new = Organisation.objects.get_or_create(
        slug=AGENCY["slug"],
        defaults={**AGENCY, "name": AGENCY["name_en"], "role": NOTE, "role_en": NOTE, "country_code": "JP", "is_example": True},
    )
    bodies[agency.slug] = agency
    contacts: dict[str, Contact] = {}
    for person in CONTACTS:
        texts = {name: value for name, value in person.items() if name != "body"}
        body = bodies.get(person["body"])
        contact, one_more = Contact.objects.get_or_create(
            key=person["key"],
            defaults={
                **texts,
                "company": body if isinstance(body, Company) else None,
                "organisation": body if isinstance(body, Organisation) else None,
                "note": NOTE,
                "is_example": True,
            },
        )
        contacts[person["key"]] = contact
        made += one_more
    for part in CAST:
        company = bodies[part.company] if part.company else None
        if isinstance(company, Company):
            made += Membership.objects.get_or_create(user=users[part.email], company=company)[1]
    return bodies, contacts, made + is_new
