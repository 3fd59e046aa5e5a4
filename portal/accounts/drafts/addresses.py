"""Where a form is: its address without the language, so that a draft is found again from any language's page."""

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.urls import translate_url
from django.utils.http import urlencode
from django.utils.translation import get_language, override

# The parameter that chooses which draft a page is filled from, and its value for none.
CHOICE, EMPTY = "draft", "none"
# Longer than any address of ours; a query that somebody made up is not worth keeping.
_LONGEST = 300


def address_of(request: HttpRequest) -> str:
    """This page, without the language and without the choice of a draft."""
    path = str(translate_url(request.path, "en"))
    address = _with(path, [(name, str(value)) for name, value in request.GET.items() if name != CHOICE])
    return address if len(address) <= _LONGEST else path


def localised(address: str) -> str:
    """The same page in the reader's language."""
    language = get_language() or "en"
    with override("en"):  # such addresses are read as English ones
        return str(translate_url(address, language))


def empty(address: str) -> str:
    """The same page, filled from no draft."""
    return _chosen(address, EMPTY)


def filled_from(address: str, draft: object) -> str:
    """The same page, filled from this draft."""
    return _chosen(address, str(draft))


def sign_in_and_back(address: str) -> str:
    """The page for signing in, which leads back to this one."""
    query = QueryDict(mutable=True)
    query["next"] = localised(address)
    return f"{resolve_url(settings.LOGIN_URL)}?{query.urlencode(safe='/')}"


def _chosen(address: str, choice: str) -> str:
    page = localised(address)
    return f"{page}{'&' if '?' in page else '?'}{urlencode([(CHOICE, choice)])}"


def _with(path: str, query: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
