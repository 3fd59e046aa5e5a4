from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .models import User
from .viewer import NOBODY, Viewer


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
        return self.get_response(request)
