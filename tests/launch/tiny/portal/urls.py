"""One page that is well, two that count and add rows."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def health(request: HttpRequest) -> HttpResponse:
    """Whether the process lives."""
    return HttpResponse("ok")


def count(request: HttpRequest, table: str) -> HttpResponse:
    """How many rows there are."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return HttpResponse(str(cursor.fetchone()[0]))


def add(request: HttpRequest) -> HttpResponse:
    """Commit one row."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO notes DEFAULT VALUES")
    return HttpResponse("added")


urlpatterns = [path("healthz", health), path("add", add), path("count/<slug:table>", count)]
