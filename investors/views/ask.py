"""Asking the desk: about a thing of the offer, or about nothing in particular. Open to everyone."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.drafts.open_forms import drafted
from portal.accounts.models import User
from portal.accounts.viewer import viewer_of
from portal.core import clock
from portal.core.views.verbs import act, impossible, posted
from sectors.models import Opportunity, Plot, Township

from .. import interest_links
from ..actions import interests as actions
from ..actions.answer_clock import AnswerClock
from ..forms.interests import CONSENT, AskAsInvestorForm, AskAsVisitorForm, AskForm, WithdrawForm
from ..models import Company, Interest, Organisation
from ..programmes import PROGRAMMES

asking = require_http_methods(["GET", "HEAD", "POST"])
# What is not fetched cannot leak: of an enquiry, for whoever holds its reference or link.
_UNNAMED = Interest.objects.select_related("opportunity", "township", "plot__township", "organisation").defer(
    "name", "company_name", "email", "message", "notes", "close_reason", "country_code", "zone"
)


@drafted(gettext_lazy("Enquiry"))
@asking
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """About nothing in particular."""
    return _ask(request, None, _("Ask the desk"), reverse("start"))


@drafted(gettext_lazy("Enquiry about an opportunity"))
@asking
@never_cache
def ask_opportunity(request: HttpRequest, slug: str) -> HttpResponse:
    """About an opportunity that whoever asks may see."""
    found = get_object_or_404(Opportunity.objects.visible_to(viewer_of(request)), slug=slug)
    return _ask(request, found, found.title, found.get_absolute_url())


@drafted(gettext_lazy("Enquiry about a township"))
@asking
@never_cache
def ask_township(request: HttpRequest, slug: str) -> HttpResponse:
    """About a township, or about one of its plots, which the form offers."""
    found = get_object_or_404(Township, slug=slug)
    return _ask(request, found, found.name, found.get_absolute_url())


@drafted(gettext_lazy("Enquiry about a plot"))
@asking
@never_cache
def ask_plot(request: HttpRequest, pk: UUID) -> HttpResponse:
    """About one plot."""
    found = get_object_or_404(Plot.objects.select_related("township"), pk=pk)
    heading = _("Plot %(plot)s, %(township)s") % {"plot": found.code, "township": found.township.name}
    return _ask(request, found, heading, f"{found.township.get_absolute_url()}#plots")


@drafted(gettext_lazy("Enquiry about a programme"))
@asking
@never_cache
def ask_programme(request: HttpRequest, name: str) -> HttpResponse:
    """About a programme that has a page of its own, such as the Startup Hub."""
    programme = PROGRAMMES.get(name)
    found = get_object_or_404(Organisation.objects.reported(), slug=programme.organisation if programme else "")
    return _ask(request, found, found.name, reverse(f"investors:{name.replace('-', '_')}"))


def _ask(request: HttpRequest, about: actions.Subject | None, heading: str, back: str) -> HttpResponse:
    viewer, now = viewer_of(request), clock.now()
    more: dict[str, Any] = {"now": now, "township": about if isinstance(about, Township) else None}
    form: AskForm
    companies: list[Company] = []
    if viewer.is_investor:
        companies = list(Company.objects.visible_to(viewer).order_by("name_en", "id")[:50])
        form = AskAsInvestorForm(posted(request), companies=companies, **more)
    else:
        form = AskAsVisitorForm(posted(request), **more)

    def receive(typed: dict[str, Any]) -> Interest:
        assert form.submission is not None
        told = _told_by_account(request, typed, companies) if viewer.is_investor else _told_by_visitor(typed)
        data = actions.InterestInput(
            about=typed.get("plot") or about,
            message=typed["message"],
            consent=str(CONSENT),
            caller=request.META.get("REMOTE_ADDR", ""),
            **told,
        )
        return actions.receive(data=data, by=viewer.user if viewer.is_investor else None, submission=form.submission, now=now)

    return act(  # noqa: S604 - `shell` is the frame of a page
        request,
        form,
        receive,
        to=lambda made: reverse("investors:ask_received", args=[made.reference]),
        said=_("Your enquiry has been received."),
        template="investors/ask.html",
        shell="base.html",
        heading=heading,
        about=about,
        back=back,
        due_on=AnswerClock().due_on(now),
        companies=companies,
    )


def _told_by_visitor(typed: dict[str, Any]) -> dict[str, Any]:
    """Who asks, as he typed it. His hours are guessed from his country; they only date his mails."""
    names = ("name", "company_name", "email", "country_code", "language")
    return {name: typed[name] for name in names} | {"zone": "Asia/Tokyo" if typed["country_code"] == "JP" else "Asia/Kolkata"}


def _told_by_account(request: HttpRequest, typed: dict[str, Any], companies: list[Company]) -> dict[str, Any]:
    user = viewer_of(request).user
    assert user is not None
    company = typed.get("company") or (companies[0] if companies else None)
    return {"name": user.name, "email": user.email, "language": user.language, "zone": user.zone, "company": company}


@require_safe
@never_cache
def ask_received(request: HttpRequest, reference: str) -> HttpResponse:
    """How an enquiry stands, for whoever holds its reference: nothing of who asked, or what."""
    found = get_object_or_404(_UNNAMED, reference=reference.upper())
    response = render(request, "investors/ask_received.html", {"interest": found})
    response["X-Robots-Tag"] = "noindex"
    return response


@asking
@never_cache
def ask_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """A visitor takes his enquiry back, by the link in his acknowledgement."""
    try:
        pk = interest_links.read(token)
    except interest_links.BadLink:
        raise Http404 from None
    return take_back(request, get_object_or_404(_UNNAMED, pk=pk, user=None), None)


def take_back(request: HttpRequest, found: Interest, by: User | None) -> HttpResponse:
    """Ask once more, then withdraw. `by` is the account that asked, None for a visitor."""
    back = reverse("investors:my_interest", args=[found.pk]) if by else reverse("investors:ask_received", args=[found.reference])
    if request.method != "POST" and not found.is_waiting:
        return impossible(request, str(actions.IsSettled().message), back)
    return act(  # noqa: S604 - `shell` is the frame of a page
        request,
        WithdrawForm(posted(request)),
        lambda _typed: actions.withdraw(interest=found, by=by),
        to=back,
        said=_("The enquiry is withdrawn."),
        shell="base.html",
        heading=_("Withdraw the enquiry"),
        subject=found.reference,
        back=back,
        explanation=_("Nobody answers it then, and nobody is reminded of it. You may ask again at any time."),
    )
