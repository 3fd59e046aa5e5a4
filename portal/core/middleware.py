"""What every request passes through."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .history import acting

Next = Callable[[HttpRequest], HttpResponse]
_MAX_QUERY = 8_192


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def problem(status: int, title: str, detail: str) -> JsonResponse:
    """An answer of the API that no view made (RFC 9457)."""
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": []},
        status=status,
        content_type="application/problem+json",
    )


# What no page of ours uses is asked of no browser. Passkeys are ours to ask for, on our own pages.
_PERMISSIONS = ", ".join(
    [
        *(f"{name}=()" for name in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer")),
        *(f"{name}=()" for name in ("microphone", "midi", "payment", "usb")),
        *(f"publickey-credentials-{name}=(self)" for name in ("create", "get")),
    ]
)


class PermissionsPolicyMiddleware:
    """Tells the browser what no page of ours may use, whatever ran in it. Django has a setting for every other header but this."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response


class DatabaseAwayMiddleware:
    """Answers 503, and says when to come again, while the database is away; every other failure stays a failure."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return away(request) if is_away(exception) else None


def is_away(exception: BaseException) -> bool:
    """Whether this error means that the database cannot be reached, and not that a statement was wrong."""
    if not isinstance(exception, OperationalError | InterfaceError):
        return False
    state = getattr(exception.__cause__, "sqlstate", None)
    # Class 08: connection; 57P01-57P03: shutting down, starting up. No state: it never got as far as a server.
    return state is None or state.startswith("08") or state in ("57P01", "57P02", "57P03")


def away(request: HttpRequest) -> HttpResponse:
    title = _("The service is not available for a moment")
    if is_api(request):
        response: HttpResponse = problem(503, "Service unavailable", "The database is away. Try again.")
    else:
        response = HttpResponse(render_without_database(title), status=503)
    response["Retry-After"] = "10"
    return response


def render_without_database(title: str) -> str:
    from django.template.loader import render_to_string

    return render_to_string("503.html", {"title": title})


class CleanRequestMiddleware:
    """Refuses what no browser and no honest client sends: NUL or broken UTF-8 in the address, NUL in a cookie, endless queries,
    and bodies in another encoding (Django would take any codec of Python's, such as those that make halves of characters)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        message = self._fault(request)
        if message is None:
            return self.get_response(request)
        if is_api(request):
            return problem(400, "Bad request", message)
        return render(request, "400.html", {"message": message}, status=400)

    def _fault(self, request: HttpRequest) -> str | None:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > _MAX_QUERY:
            return _("The address is too long.")
        raw = unquote_to_bytes(query.replace("+", " "))
        if b"\x00" in raw or "\x00" in request.path_info:
            return _("The address holds a character that cannot stand there.")
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return _("The address is not in UTF-8.")
        # Quoted octal numbers in a cookie become characters, and sessions look their key up as it is.
        if any("\x00" in value for value in request.COOKIES.values()):
            return _("A cookie holds a character that cannot stand there.")
        if request.content_params.get("charset", "utf-8").lower() != "utf-8":
            return _("Only UTF-8 is read.")
        return None


class HistoryMiddleware:
    """Every row that a browser's request changes carries who and which door. The API says its own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_api(request) or request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        user = getattr(request, "user", None)
        with acting(door="browser", user=user if user is not None and user.is_authenticated else None):
            return self.get_response(request)
