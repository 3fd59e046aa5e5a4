from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.accounts.viewer import viewer_of

from .models import Notice


def notices(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`: the number under the bell. Asked only by a page that shows it, and once."""
    user_id = viewer_of(request).user_id
    if user_id is None:
        return {"unread_notices": 0}
    return {"unread_notices": SimpleLazyObject(lambda: Notice.objects.filter(user_id=user_id, read_at__isnull=True).count())}
