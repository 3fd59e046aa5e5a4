"""What people decide about follow-ups: approve in words of their own, or dismiss with the reason."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.accounts.drafts.open_forms import drafted
from portal.accounts.viewer import viewer_of
from portal.core.views.verbs import act, impossible, show

from ..actions import follow_ups as actions
from ..actions import rights
from ..emails import thank_you
from ..forms.follow_ups import ApproveFollowUpForm, DismissFollowUpForm
from ..models import FollowUp, Meeting
from .access import for_writers
from .official import official


def _found(request: HttpRequest, pk: UUID) -> FollowUp:
    meetings = Meeting.objects.visible_to(viewer_of(request))
    rows = FollowUp.objects.filter(meeting__in=meetings).select_related(
        "meeting__owner", "meeting__delegation", "contact", "user", "commitment"
    )
    return get_object_or_404(rows, pk=pk)


@drafted(gettext_lazy("Approve the message"))
@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def follow_up_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Release a message to a guest, in the words that stand in the box. The preview changes nothing."""
    found = _found(request, pk)
    rights.require(rights.may_change_meeting(official(request), found.meeting))
    back = found.meeting.get_absolute_url()
    if request.method != "POST" and (found.state != FollowUp.State.AWAITING_APPROVAL or found.contact is None):
        return impossible(request, _("This message is not waiting for approval."), back)
    proposed = {} if found.contact is None else {"message": found.message or actions.draft_message(found)}
    form = ApproveFollowUpForm(request.POST or None, initial=proposed)
    context = {
        "template": "investors/follow_up_approve.html",
        "shell": "desk/base.html",
        "heading": _("Approve the message"),
        "subject": found.meeting.title,
        "back": back,
        "follow_up": found,
        "explanation": _("The minutes as guests may see them follow below your words."),
    }
    if request.method == "POST" and "preview" in request.POST:
        if form.is_valid():
            context["preview"] = _preview(found, form.cleaned_data["message"])
        return show(request, form, **context)
    return act(
        request,
        form,
        lambda typed: actions.approve_follow_up(follow_up=found, message=typed["message"], by=official(request)),
        to=back,
        said=_("The message is approved and leaves when it is due."),
        **context,
    )


def _preview(found: FollowUp, message: str) -> dict[str, str]:
    """The mail as the guest will read it, in the guest's language. Nothing is written."""
    assert found.contact is not None
    found.message = message
    with translation.override(found.contact.language):
        mail = thank_you.render(found)
        return {"subject": mail.subject, "text": mail.text(), "language": found.contact.language}


@drafted(gettext_lazy("Dismiss the follow-up"))
@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def follow_up_dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide that a follow-up is not to happen."""
    found = _found(request, pk)
    user = official(request)
    rights.require(rights.may_change_meeting(user, found.meeting) or found.user_id == user.pk)
    back = found.meeting.get_absolute_url()
    if request.method != "POST" and not found.is_open:
        return impossible(request, _("This follow-up is already decided."), back)
    return act(
        request,
        DismissFollowUpForm(request.POST or None),
        lambda typed: actions.dismiss_follow_up(follow_up=found, reason=typed["reason"], by=user),
        to=back,
        said=_("The follow-up is dismissed; its message does not leave."),
        heading=_("Dismiss the follow-up"),
        subject=str(found),
        back=back,
        explanation=_("It stays in the record with the reason."),
    )
