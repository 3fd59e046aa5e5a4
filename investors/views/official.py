"""Who does what a verb's page does."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.viewer import viewer_of


def official(request: HttpRequest) -> User:
    """Who acts. The door has made sure that somebody is signed in. Raises PermissionDenied otherwise."""
    user = viewer_of(request).user
    if user is None:
        raise PermissionDenied
    return user
