"""The bell's list, the operators' page, and the figures for a monitor."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.viewer import viewer_of
from portal.core.errors import Hidden

from . import actions, heartbeats, registry, reports
from .forms import ReasonForm
from .models import Delivery, Notice

_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first. POST marks one as read and goes to its page, or marks all."""
    user = viewer_of(request).user
    assert user is not None
    if request.method == "POST":
        return _read(request, user)
    page = Paginator(Notice.objects.filter(user=user).select_related("delivery"), _PAGE).get_page(request.GET.get("page"))
    shell = "desk/base.html" if viewer_of(request).is_desk else "base.html"
    return render(request, "outbox/notices.html", {"page": page, "shell": shell})


def _read(request: HttpRequest, user: Any) -> HttpResponse:
    if "all" in request.POST:
        actions.mark_read(notices=None, by=user)
        return redirect("outbox:notices")
    try:
        pk = UUID(request.POST.get("notice", ""))
    except ValueError:
        raise Http404 from None
    notice = get_object_or_404(Notice, pk=pk, user=user)
    actions.mark_read(notices=[pk], by=user)
    own = notice.path.startswith("/") and not notice.path.startswith(("//", "/\\"))
    return redirect(notice.path) if own else redirect("outbox:notices")


@login_required
@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """What is on its way, what is stuck and why, and who is alive."""
    if not viewer_of(request).may_operate:
        raise Hidden
    page = Paginator(reports.troubled(), _PAGE).get_page(request.GET.get("page"))
    return _operations(request, page)


def _operations(
    request: HttpRequest, page: Any, *, refused: UUID | None = None, form: ReasonForm | None = None, verb: str = ""
) -> HttpResponse:
    rows = [
        {
            "delivery": row,
            "kind_label": registry.label_of(row.kind),
            "may_drop": row.state in actions.DROPPED,
            "done_form": form if refused == row.pk and verb == "done" else ReasonForm(auto_id=f"done-{row.pk}-%s"),
            "drop_form": form if refused == row.pk and verb == "drop" else ReasonForm(auto_id=f"drop-{row.pk}-%s"),
        }
        for row in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "late": [{"delivery": row, "kind_label": registry.label_of(row.kind)} for row in reports.late()[:_PAGE]],
        "counts": reports.counts(),
        "oldest_due_minutes": round(reports.oldest_due_seconds() / 60),
        "heartbeats": [{"name": name, "seconds": round(age)} for name, age in heartbeats.ages().items()],
    }
    return render(request, "outbox/operations.html", context, status=422 if form is not None else 200)


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """An operator's decision about one stuck delivery."""
    viewer = viewer_of(request)
    if not viewer.may_operate or viewer.user is None:
        raise Hidden
    if verb not in ("retry", "done", "drop"):
        raise Http404
    delivery = get_object_or_404(Delivery, pk=pk)
    form = ReasonForm(request.POST, auto_id=f"{verb}-{pk}-%s")
    try:
        if verb == "retry":
            actions.retry(delivery=delivery, by=viewer.user)
            messages.success(request, _("The message is sent again."))
            return redirect("outbox:operations")
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if verb == "done":
                actions.done_another_way(delivery=delivery, how=reason, by=viewer.user)
                messages.success(request, _("Noted: the recipient was told another way."))
            else:
                actions.drop(delivery=delivery, reason=reason, by=viewer.user)
                messages.success(request, _("The message will not be sent."))
            return redirect("outbox:operations")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("outbox:operations")
    page = Paginator(reports.troubled().filter(pk=pk), _PAGE).get_page(1)
    return _operations(request, page, refused=pk, form=form, verb=verb)


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Figures for a monitor: by STATUS_TOKEN, or for a signed-in operator; to anyone else it does not exist."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    by_token = bool(settings.STATUS_TOKEN) and constant_time_compare(given, settings.STATUS_TOKEN)
    if not by_token and not viewer_of(request).may_operate:
        raise Http404
    return JsonResponse(reports.status(), headers={"Cache-Control": "no-store"})
