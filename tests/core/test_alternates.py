"""The same page in the other languages: told to search engines, offered to readers, never a way off this site."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.core.alternates import alternates, in_language
from sectors.models import Segment
from tests.cast import Cast

PREFIXES = {"en": "", "ja": "/ja", "kn": "/kn"}


def head(text: str) -> dict[str, str]:
    """The addresses that the head of a page names, by what they are."""
    found = {}
    for rel, language, address in re.findall(
        r'<link rel="(\w+)"(?: hreflang="([\w-]+)")? href="([^"]+)">', text.partition("</head>")[0]
    ):
        if rel in ("canonical", "alternate"):
            assert (language or rel) not in found
            found[language or rel] = address
    return found


def switch(text: str) -> dict[str, str]:
    """The links of the language switch."""
    return dict(re.findall(r'<a href="([^"]+)" lang="\w+" hreflang="(\w+)"', text)) and {
        code: address.replace("&amp;", "&")
        for address, code in re.findall(r'<a href="([^"]+)" lang="\w+" hreflang="(\w+)"', text)
    }


@pytest.mark.django_db
@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize(
    "path", ["/", "/segments/", "/segments/root/", "/opportunities/", "/townships/", "/incentives/", "/sources/", "/sign-in/"]
)
def test_a_public_page_names_its_twins_and_its_one_address(client: Client, settings: Any, path: str, language: str) -> None:
    settings.SITE_URL = "https://setu.example.org"
    Segment.objects.create(code="root", name="Root", name_en="Root")
    text = client.get(PREFIXES[language] + path).content.decode()
    assert head(text) == {
        "canonical": f"https://setu.example.org{PREFIXES[language]}{path}",
        "x-default": f"https://setu.example.org{path}",
        **{code: f"https://setu.example.org{prefix}{path}" for code, prefix in PREFIXES.items()},
    }


@pytest.mark.django_db
def test_a_filtered_list_is_one_page_to_a_search_engine_and_keeps_its_filters_for_a_reader(client: Client) -> None:
    text = client.get("/ja/townships/?q=%E5%B7%A5%E6%A5%AD&district=tumakuru").content.decode()
    assert head(text)["canonical"].endswith("/ja/townships/")
    assert switch(text) == {
        "en": "/townships/?q=%E5%B7%A5%E6%A5%AD&district=tumakuru",
        "kn": "/kn/townships/?q=%E5%B7%A5%E6%A5%AD&district=tumakuru",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ja/no-such-page/?a=1", "/ja/segments/no-such-link/?a=1"])
def test_what_is_not_there_is_not_there_in_each_language_and_is_no_page_to_a_search_engine(client: Client, path: str) -> None:
    answer = client.get(path)
    text = answer.content.decode()
    assert (answer.status_code, head(text)) == (404, {})
    assert switch(text) == {"en": path.removeprefix("/ja"), "kn": "/kn" + path.removeprefix("/ja")}
    assert client.get(switch(text)["kn"]).status_code == 404


@pytest.mark.django_db
def test_an_address_that_cannot_be_read_can_be_refused_in_each_language(client: Client) -> None:
    text = client.get("/ja/segments/?q=%ff").content.decode()
    assert switch(text)["kn"] == "/kn/segments/?q=%ff"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/desk/", "/my/", "/notices/"])
def test_pages_of_the_signed_in_keep_the_switch_and_name_nothing_to_the_world(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.investor if path == "/my/" else cast.officer)
    text = client.get(path + "?q=x").content.decode()
    assert (head(text), switch(text)) == ({}, {"ja": f"/ja{path}?q=x", "kn": f"/kn{path}?q=x"})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/login/", "/healthz", "/robots.txt", "/api/docs/"])
def test_what_has_one_language_offers_no_other(path: str) -> None:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    assert alternates(request) == []


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(sorted(PREFIXES)))
def test_a_path_never_leads_off_this_site_and_finds_its_way_back(rest: str, code: str) -> None:
    for path in ("/" + rest, "/ja/" + rest, "/ja//" + rest, "/\\" + rest, "/ja/\\" + rest, "/ja/kn/" + rest):
        there = in_language(path, code)
        assert there.startswith("/")
        assert not there.startswith(("//", "/\\"))
        assert in_language(in_language(there, "ja"), code) == there


@pytest.mark.django_db
def test_a_notices_page_is_read_in_the_language_of_its_address(client: Client, cast: Cast) -> None:
    client.force_login(cast.investor)
    with translation.override("kn"):
        address = reverse("outbox:notices")
    assert '<html lang="kn">' in client.get(address).content.decode()
