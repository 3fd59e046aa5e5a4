"""The desk, and the investor's own pages."""

from django.urls import path

from .models import Commitment, Delegation, Meeting
from .views import (
    attachments,
    commitments,
    companies,
    delegations,
    desk,
    follow_ups,
    meeting_form,
    meetings,
    my,
    partners,
    suggestions,
)

app_name = "investors"
urlpatterns = [
    path("desk/", desk.today, name="desk"),
    path("desk/meetings/", meetings.meeting_list, name="meeting_list"),
    path("desk/meetings/new/", meeting_form.meeting_create, name="meeting_create"),
    path("desk/meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("desk/meetings/<uuid:pk>/edit/", meeting_form.meeting_edit, name="meeting_edit"),
    path("desk/meetings/<uuid:pk>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("desk/meetings/<uuid:pk>/outcome/", meetings.meeting_outcome, name="meeting_outcome"),
    path("desk/meetings/<uuid:pk>/attach/", attachments.attach, {"noun": Meeting}, name="meeting_attach"),
    path("desk/delegations/", delegations.delegation_list, name="delegation_list"),
    path("desk/delegations/new/", delegations.delegation_create, name="delegation_create"),
    path("desk/delegations/<uuid:pk>/", delegations.delegation, name="delegation"),
    path("desk/delegations/<uuid:pk>/edit/", delegations.delegation_edit, name="delegation_edit"),
    path("desk/delegations/<uuid:pk>/attach/", attachments.attach, {"noun": Delegation}, name="delegation_attach"),
    path("desk/commitments/", commitments.commitment_list, name="commitment_list"),
    path("desk/commitments/<uuid:pk>/", commitments.commitment, name="commitment"),
    path("desk/commitments/<uuid:pk>/edit/", commitments.commitment_edit, name="commitment_edit"),
    path("desk/commitments/<uuid:pk>/propose/", commitments.commitment_propose, name="commitment_propose"),
    path("desk/commitments/<uuid:pk>/close/", commitments.commitment_close, name="commitment_close"),
    path("desk/commitments/<uuid:pk>/withdraw/", commitments.commitment_withdraw, name="commitment_withdraw"),
    path("desk/commitments/<uuid:pk>/reassign/", commitments.commitment_reassign, name="commitment_reassign"),
    path("desk/commitments/<uuid:pk>/reopen/", commitments.commitment_reopen, name="commitment_reopen"),
    path("desk/commitments/<uuid:pk>/attach/", attachments.attach, {"noun": Commitment}, name="commitment_attach"),
    path("desk/attachments/<uuid:pk>/edit/", attachments.attachment_edit, name="attachment_edit"),
    path("desk/attachments/<uuid:pk>/remove/", attachments.attachment_remove, name="attachment_remove"),
    path("attachments/<uuid:pk>/", attachments.attachment, name="attachment"),
    path("desk/follow-ups/<uuid:pk>/approve/", follow_ups.follow_up_approve, name="follow_up_approve"),
    path("desk/follow-ups/<uuid:pk>/dismiss/", follow_ups.follow_up_dismiss, name="follow_up_dismiss"),
    path("desk/suggest/<slug:kind>/", suggestions.suggest, name="suggest"),
    path("desk/companies/", companies.company_list, name="company_list"),
    path("desk/companies/<slug:slug>/", companies.company, name="company"),
    path("desk/partners/<slug:slug>/", partners.partner_profile, name="partner_profile"),
    path("my/", my.my, name="my"),
    path("my/meetings/<uuid:pk>/", my.my_meeting, name="my_meeting"),
]
