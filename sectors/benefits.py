"""The kinds of incentives, in words. A kind that is not listed is shown as its code, without underscores."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Promise] = {
    "booster": _("booster on top"),
    "capital_subsidy": _("capital subsidy"),
    "charging": _("charging stations"),
    "customs_duty": _("customs duty"),
    "demand": _("support of demand"),
    "housing": _("housing"),
    "land_conversion": _("fee for land conversion"),
    "land_reservation": _("reserved land"),
    "pli": _("incentive linked to production"),
    "r_and_d": _("research and development"),
    "road_tax": _("road tax"),
    "stamp_duty": _("stamp duty"),
    "warehousing": _("warehousing"),
}


def kind_label(code: str) -> str:
    """The kind of an incentive in the reader's language."""
    label = KINDS.get(code)
    return str(label) if label else code.replace("_", " ")
