from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.accounts.viewer import viewer_of

from .models import Notice


def notices(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`: how many wait under the bell. Asked only by pages that show it, one statement."""
    viewer = viewer_of(request)
    if viewer.user is None:
        return {"unread_notices": 0}
    return {"unread_notices": SimpleLazyObject(lambda: Notice.objects.filter(user=viewer.user, read_at__isnull=True).count())}
