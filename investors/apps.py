from django.apps import AppConfig
from django.db import models
from django.utils.translation import gettext_lazy as _


class InvestorsConfig(AppConfig):
    name = "investors"
    verbose_name = _("The relationship")

    def ready(self) -> None:
        from portal.accounts import joining
        from portal.core.history import track, track_links
        from portal.core.page_version import count_changes
        from portal.core.registry import attachables

        from . import mentions, panels
        from . import models as rel
        from .actions import company_people, holdings
        from .emails import follow_ups, interests

        follow_ups.register()
        interests.register()
        panels.register()
        joining.offer(company_people.CompanyPlaces())
        holdings.register_own()
        mentions.register()
        for noun in (rel.Meeting, rel.Delegation, rel.Commitment):
            attachables[noun] = noun.objects.visible_to
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
            rel.InterestAnswer,
        )
        # When the next reminder is due says nothing about what anybody did.
        track(rel.Interest, exclude=("remind_at", "submission"))
        # What panels show on the offer's pages.
        shown: list[type[models.Model]] = [
            *(rel.Company, rel.Organisation, rel.Establishment, rel.Meeting, rel.Project, rel.ProjectStep),
            *track_links(rel.Company, "sources"),
            *track_links(rel.Organisation, "sources"),
            *track_links(rel.Establishment, "sources"),
            *track_links(rel.Project, "sources"),
            *track_links(rel.Meeting, "segments", "townships", "opportunities", "sources", "organisations"),
        ]
        count_changes(*shown)
        track_links(rel.Delegation, "companies", "organisations")
        track_links(rel.Meeting, "companies")
        track_links(rel.PartnerProfile, "members")
