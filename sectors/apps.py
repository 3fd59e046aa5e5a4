from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SectorsConfig(AppConfig):
    name = "sectors"
    verbose_name = _("The offer")

    def ready(self) -> None:
        from portal.core.history import track, track_links
        from portal.core.page_version import count_changes
        from portal.core.search.upkeep import keep_found

        from . import mentions, sitemaps
        from . import models as offer
        from .models.search import FINDABLE

        mentions.register()
        sitemaps.register()
        rows = (
            *(offer.Source, offer.Claim, offer.Segment, offer.District, offer.Township, offer.Plot),
            *(offer.Policy, offer.Incentive, offer.Opportunity),
        )
        track(*rows)
        links = [
            *(link for model in (offer.Segment, offer.District, offer.Policy) for link in track_links(model, "sources")),
            *track_links(offer.Township, "sources", "focus"),
            *track_links(offer.Incentive, "sources", "segments"),
            *track_links(offer.Opportunity, "sources", "segments", "townships", "policies"),
        ]
        count_changes(*rows, *links)
        for model, findable in FINDABLE.items():
            keep_found(model, findable, offer.SearchEntry)
