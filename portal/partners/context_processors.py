from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.accounts.viewer import viewer_of

from .models import Partner


def partners(request: HttpRequest) -> dict[str, Any]:
    """`has_partners`: whether a person from outside acts for a partner. Asked only for those who may, and once."""
    viewer = viewer_of(request)
    if not viewer.is_investor:
        return {"has_partners": False}
    return {"has_partners": SimpleLazyObject(lambda: Partner.objects.visible_to(viewer).exists())}
