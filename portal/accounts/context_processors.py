from typing import Any

from django.http import HttpRequest

from .viewer import viewer_of


def viewer(request: HttpRequest) -> dict[str, Any]:
    """`viewer` in every template."""
    return {"viewer": viewer_of(request)}
