from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .models import User
from .viewer import NOBODY, Viewer, viewer_of


class ViewerMiddleware:
    """Makes the viewer of a browser's request; the API's authentication makes its own from the key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The API knows keys only: a browser's session must not open it to another site's form.
        if request.path_info.startswith("/api/"):
            request.viewer = NOBODY
        else:
            user = request.user
            request.viewer = Viewer(user=user) if isinstance(user, User) else NOBODY
        response = self.get_response(request)
        # What was made for one person stays with this person: not on a shared computer's disk, not behind "back" after signing out.
        if viewer_of(request).is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
