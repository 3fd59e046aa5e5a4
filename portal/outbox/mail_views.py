"""The catcher's mails, in demonstrations only: elsewhere these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal.accounts.viewer import viewer_of

from . import mailbox

View = Callable[..., HttpResponseBase]
_PAGE = 50


def demo_desk_only(view: View) -> View:
    """404 outside demonstrations and for everyone who is not of the desk."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.SETU_DEMO or not viewer_of(request).is_desk:
            raise Http404
        return view(request, *args, **kwargs)

    # Somebody not signed in is asked to, but only where there is something behind the door.
    signed_in = login_required(inner)

    @wraps(view)
    def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.SETU_DEMO:
            raise Http404
        response: HttpResponseBase = signed_in(request, *args, **kwargs)
        return response

    return outer


def _caught(name: str) -> mailbox.Caught:
    caught = mailbox.read(name)
    if caught is None:
        raise Http404
    return caught


@require_safe
@demo_desk_only
def mail(request: HttpRequest) -> HttpResponse:
    """All caught mails, newest first."""
    page = Paginator(mailbox.names(), _PAGE).get_page(request.GET.get("page"))
    mails = [caught for name in page.object_list if (caught := mailbox.read(name)) is not None]
    rows = [
        {
            "name": c.name,
            "subject": c.header("Subject"),
            "to": c.header("To"),
            "date": c.header("Date"),
            "language": c.header("Content-Language"),
        }
        for c in mails
    ]
    return render(request, "outbox/mail_list.html", {"page": page, "mails": rows})


@require_safe
@demo_desk_only
def mail_message(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: headers, HTML in a frame that runs nothing, text."""
    caught = _caught(name)
    facts = [{"label": label, "value": value} for label, value in caught.headers]
    return render(
        request,
        "outbox/mail_message.html",
        {
            "name": name,
            "facts": facts,
            "subject": caught.header("Subject") or _("No subject"),
            "sender": caught.header("From"),
            "recipient": caught.header("To"),
            "sent_at": caught.header("Date"),
            "language": caught.header("Content-Language"),
            "text": caught.part("plain"),
            "has_html": bool(caught.part("html")),
        },
    )


@require_safe
@demo_desk_only
def mail_raw(request: HttpRequest, name: str) -> HttpResponse:
    """The mail as it was received, to keep."""
    return HttpResponse(
        _caught(name).raw,
        content_type="message/rfc822",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@demo_desk_only
@xframe_options_sameorigin
@csp(  # type: ignore[arg-type] # its types know no view with an argument
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "sandbox": True,
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "form-action": [NONE],
    }
)
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, for the frame: whatever it holds, it loads nothing and runs nothing."""
    return HttpResponse(_caught(name).part("html"))
