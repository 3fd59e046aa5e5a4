"""For whom a partner speaks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.viewer import viewer_of
from portal.core.views.verbs import act, posted
from portal.partners.models import Partner
from portal.partners.rights import may_administer, require

from ..actions import partners as actions
from ..forms.partners import ProfileForm
from ..models import PartnerProfile
from .access import for_desk
from .official import official


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def partner_profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Say which body a partner is, which companies it speaks for, and who owns what it logs."""
    require(may_administer(official(request)))
    found = get_object_or_404(Partner.objects.visible_to(viewer_of(request)), slug=slug)
    profile = PartnerProfile.objects.filter(partner=found).first()
    return act(
        request,
        ProfileForm(posted(request), initial=ProfileForm.of(profile)),
        lambda typed: actions.set_profile(partner=found, by=official(request), **typed),
        to=found.get_absolute_url(),
        said=_("It is saved for whom the partner speaks."),
        heading=_("For whom the partner speaks"),
        subject=found.name,
        back=found.get_absolute_url(),
        explanation=_("From this comes what the partner’s keys may see."),
    )
