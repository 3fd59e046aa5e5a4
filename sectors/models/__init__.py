"""The offer: what the state can show an investor, each figure with its source."""

from .claim import Claim, Source
from .district import District
from .opportunity import Opportunity
from .policy import Incentive, Policy
from .search import SearchEntry
from .segment import Segment
from .township import Plot, Township

__all__ = ["Claim", "District", "Incentive", "Opportunity", "Plot", "Policy", "SearchEntry", "Segment", "Source", "Township"]
