from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvestorsConfig(AppConfig):
    name = "investors"
    verbose_name = _("The relationship")

    def ready(self) -> None:
        from portal.accounts import joining
        from portal.core.history import track, track_links

        from . import mentions, panels
        from . import models as rel
        from .actions import company_people, holdings
        from .emails import follow_ups

        follow_ups.register()
        panels.register()
        joining.offer(company_people.CompanyPlaces())
        holdings.register_own()
        mentions.register()
        track(
            rel.Company,
            rel.Establishment,
            rel.Organisation,
            rel.Contact,
            rel.Delegation,
            rel.Meeting,
            rel.Attendance,
            rel.Commitment,
            rel.FollowUp,
            rel.Project,
            rel.ProjectStep,
            rel.Membership,
            rel.CompanyInvitation,
            rel.PartnerProfile,
        )
        for model in (rel.Company, rel.Establishment, rel.Organisation, rel.Project):
            track_links(model, "sources")
        track_links(rel.Delegation, "companies", "organisations")
        track_links(rel.Meeting, "companies", "organisations", "segments", "townships", "opportunities", "sources")
        track_links(rel.PartnerProfile, "members")
