from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the house, in the reader's language."""
    return render(request, "styleguide.html")
