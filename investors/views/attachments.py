"""Files of meetings, visits and promises: attach, describe, remove, and hand over to those who may see the row."""

from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.drafts.open_forms import drafted
from portal.accounts.viewer import Viewer, viewer_of
from portal.core.attachments.bodies import takes_a_file
from portal.core.attachments.serving import download
from portal.core.models import Attachment
from portal.core.views.verbs import act, impossible

from ..actions import attachments as actions
from ..actions.attachments import Subject
from ..actions.rights import require
from ..forms.attachments import AttachForm, DescribeForm, RemoveForm
from ..models import Commitment, Delegation, Meeting
from .access import for_writers
from .official import official

verb = require_http_methods(["GET", "HEAD", "POST"])
_NOUNS: dict[type[Any], Any] = {
    Meeting: lambda viewer: Meeting.objects.visible_to(viewer).select_related("owner"),
    Delegation: lambda viewer: Delegation.objects.visible_to(viewer),
    Commitment: lambda viewer: Commitment.objects.visible_to(viewer).select_related("meeting"),
}


@takes_a_file
@drafted(gettext_lazy("Attach a file"))
@verb
@for_writers
def attach(request: HttpRequest, pk: UUID, noun: type[Any]) -> HttpResponse:
    """Attach a file to the row."""
    subject = get_object_or_404(_NOUNS[noun](viewer_of(request)), pk=pk)
    if refused := _refused(request, subject):
        return refused
    posted = request.method == "POST"
    form = AttachForm(
        request.POST if posted else None, request.FILES if posted else None, shareable=actions.can_be_shared(subject)
    )
    return act(
        request,
        form,
        lambda typed: actions.attach(subject=subject, name=typed["file"].name, by=official(request), **typed),
        to=f"{subject.get_absolute_url()}#files",
        said=_("The file is attached."),
        template="investors/attach.html",
        heading=_("Attach a file"),
        subject=str(subject),
        back=subject.get_absolute_url(),
        explanation=_("Officials of the desk can download it."),
    )


@drafted(gettext_lazy("Describe a file"))
@verb
@for_writers
def attachment_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what a file is, and whether guests may see it."""
    found, subject = _mine(request, pk)
    if refused := _refused(request, subject):
        return refused
    return act(
        request,
        DescribeForm(request.POST or None, initial=DescribeForm.of(found), shareable=actions.can_be_shared(subject)),
        lambda typed: actions.describe(attachment=found, subject=subject, by=official(request), **typed),
        to=f"{subject.get_absolute_url()}#files",
        said=_("The change is saved."),
        heading=_("Describe a file"),
        subject=found.name,
        back=subject.get_absolute_url(),
    )


@verb
@for_writers
def attachment_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a file off its row. That it was there stays in the history."""
    found, subject = _mine(request, pk)
    if refused := _refused(request, subject):
        return refused
    return act(
        request,
        RemoveForm(request.POST or None),
        lambda typed: actions.remove(attachment=found, subject=subject, by=official(request)),
        to=f"{subject.get_absolute_url()}#files",
        said=_("The file is removed."),
        heading=_("Remove the file"),
        subject=found.name,
        back=subject.get_absolute_url(),
        explanation=_("The file is deleted for good; the history keeps its name and who removed it."),
    )


@require_safe
def attachment(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Hand a file over. To whoever may not see it, it does not exist."""
    viewer = viewer_of(request)
    if not viewer.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return download(get_object_or_404(Attachment.objects.visible_to(viewer), pk=pk))


def _mine(request: HttpRequest, pk: UUID) -> tuple[Attachment, Subject]:
    """The file and its row. Raises Http404."""
    viewer: Viewer = viewer_of(request)
    found = get_object_or_404(Attachment.objects.visible_to(viewer).select_related("content_type"), pk=pk)
    noun = found.content_type.model_class()
    if noun not in _NOUNS:
        raise Http404
    return found, get_object_or_404(_NOUNS[noun](viewer), pk=found.object_id)


def _refused(request: HttpRequest, subject: Subject) -> HttpResponse | None:
    """The way back for a page that would lead nowhere. Raises NotYours."""
    require(actions.may_attach(official(request), subject))
    if request.method != "POST" and actions.is_closed_to_files(subject):
        return impossible(request, _("This meeting is cancelled; it stays as it was."), subject.get_absolute_url())
    return None
