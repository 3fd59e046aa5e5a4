"""Keys: made and shown once, changed, replaced, revoked."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core import clock
from portal.core.forms import refusals
from portal.core.views.verbs import act, impossible, posted, show

from .. import keys, rights
from ..forms import ChangeKeyForm, EndingForm, MakeKeyForm, ReplaceKeyForm, RevokeKeyForm
from ..models import ApiKey, Partner
from .access import for_partners, key_of, partner_of, person, shell_of

verb = require_http_methods(["GET", "HEAD", "POST"])


@verb
@for_partners
def key_make(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a key. The answer to the post is the only page that ever shows its text."""
    found, user = partner_of(request, slug), person(request)
    rights.require(rights.keeps_keys(user, found))
    if request.method != "POST" and not found.is_active:
        return impossible(request, str(keys.PartnerClosed().message), found.get_absolute_url())
    form = MakeKeyForm(posted(request), zone=user.zone, initial=MakeKeyForm.fresh(clock.now(), user.zone))
    return _shown_once(
        request,
        found,
        form,
        lambda typed: keys.make_key(partner=found, by=user, **typed),
        heading=_("New key"),
        explanation=_("The next page shows the key once. Have the place ready where it will be kept."),
    )


@verb
@for_partners
def key_replace(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Make a new key in the place of an old one, which goes on for a while."""
    key, user = key_of(request, slug, pk), person(request)
    rights.require(rights.keeps_keys(user, key.partner))
    now = clock.now()
    if request.method != "POST" and (refusal := _refused(key, now)):
        return impossible(request, refusal, key.partner.get_absolute_url())
    form = ReplaceKeyForm(posted(request), zone=user.zone, initial=ReplaceKeyForm.fresh(now, user.zone))
    return _shown_once(
        request,
        key.partner,
        form,
        lambda typed: keys.replace_key(key=key, by=user, **typed),
        heading=_("Replace the key"),
        subject=_said(key),
        explanation=_("The new key has the same name and may do the same. The next page shows it once."),
    )


@verb
@for_partners
def key_change(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Narrow or widen what a key may do, or move its end."""
    key, user = key_of(request, slug, pk), person(request)
    rights.require(rights.keeps_keys(user, key.partner))
    now = clock.now()
    back = key.partner.get_absolute_url()
    if request.method != "POST" and (refusal := _refused(key, now)):
        return impossible(request, refusal, back)
    return act(
        request,
        ChangeKeyForm(posted(request), zone=user.zone, initial=ChangeKeyForm.of(key, now, user.zone)),
        lambda typed: keys.change_key(key=key, by=user, **typed),
        to=back,
        said=_("The key is changed; its next call is judged by what it may do now."),
        shell=shell_of(request),
        heading=_("Change the key"),
        subject=_said(key),
        back=back,
    )


@verb
@for_partners
def key_revoke(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Close a key for good, after asking once."""
    key, user = key_of(request, slug, pk), person(request)
    rights.require(rights.may_revoke(user, key.partner))
    back = key.partner.get_absolute_url()
    if request.method != "POST" and key.revoked_at is not None:
        return impossible(request, _("This key is revoked already."), back)
    return act(
        request,
        RevokeKeyForm(posted(request)),
        lambda typed: keys.revoke_key(key=key, by=user),
        to=back,
        said=_("The key is revoked: its next call is refused."),
        shell=shell_of(request),
        heading=_("Revoke the key"),
        subject=_said(key),
        back=back,
        explanation=_("Whatever uses this key stops working at once. A revoked key cannot be brought back."),
    )


def _refused(key: ApiKey, now: Any) -> str:
    """Why a key cannot be changed any more, or nothing."""
    if not key.partner.is_active:
        return str(keys.PartnerClosed().message)
    return "" if key.is_valid_at(now) else str(keys.KeyIsDead().message)


def _said(key: ApiKey) -> str:
    return f"{key.name} ({key.prefix}…)"


def _shown_once(
    request: HttpRequest,
    partner: Partner,
    form: EndingForm,
    do: Callable[[dict[str, Any]], tuple[ApiKey, str]],
    **context: Any,
) -> HttpResponse:
    """The page of a form that makes a key. The key stands in the answer itself: kept for another page, it would be kept."""
    back = partner.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = do(form.cleaned_data)
        except keys.MadeBefore as error:
            said = _(
                "This form has already made the key %(prefix)s…, whose text was shown once. "
                "If you do not have it, revoke that key and make another."
            )
            messages.warning(request, said % {"prefix": error.key.prefix})
            return redirect(back)
        except ValidationError as error:
            refusals.show(error, form)
        else:
            shown = {"shell": shell_of(request), "partner": partner, "key": key, "secret": secret}
            return render(request, "partners/key_made.html", shown)
    return show(request, form, shell=shell_of(request), back=back, **context)
