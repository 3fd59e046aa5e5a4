"""What public pages tell search engines and those who share a link: title, picture, map, facts; and what they weigh."""

import gzip
import json
import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from sectors.models import Opportunity, Township
from tests.cast import Cast
from tests.sectors.views.offer_rows import make_offer

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    "/", "/segments/", "/segments/root/", "/opportunities/", "/opportunities/chance-0/", "/townships/", "/townships/place-0/",
    "/incentives/", "/policies/rules/", "/sources/", "/sources/X1/", "/sources/figures/", "/search/", "/search/?q=chance",
    "/accessibility/",
]  # fmt: skip
PREFIXES = {"en": "", "ja": "/ja", "kn": "/kn"}
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def offer(settings: Any) -> None:
    settings.SITE_URL = "https://setu.example.org"
    with translation.override("en"):
        make_offer(2)


def meta(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page.partition("</head>")[0]))


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("path", PAGES)
def test_a_shared_page_shows_its_title_its_picture_and_its_language(
    client: Client, offer: None, path: str, language: str
) -> None:
    page = client.get(PREFIXES[language] + path).content.decode()
    said = meta(page)
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    assert title and said["og:title"] and title[1].startswith(said["og:title"])
    assert said["og:description"] == said["description"] != ""
    assert said["og:url"] == f"https://setu.example.org{PREFIXES[language]}{path.partition('?')[0]}"
    assert said["og:image"].startswith("https://setu.example.org/static/img/social")
    assert said["og:locale"] == {"en": "en_IN", "ja": "ja_JP", "kn": "kn_IN"}[language]
    assert said["twitter:card"] == "summary_large_image"


def test_pages_of_the_signed_in_say_nothing_to_the_world(client: Client, cast: Cast, offer: None) -> None:
    client.force_login(cast.officer)
    page = client.get("/desk/").content.decode()
    assert not [name for name in meta(page) if name.startswith("og:")] and "ld+json" not in page


def test_the_picture_has_the_size_that_is_said_and_is_small() -> None:
    picture = (ROOT / "static" / "img" / "social.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) < 60_000
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


def facts(page: str) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert len(blocks) == 1
    said = json.loads(blocks[0])
    assert said["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = said["@graph"]
    return graph


def test_the_first_page_and_townships_say_their_facts(client: Client, offer: None) -> None:
    Township.objects.filter(slug="place-0").update(latitude="13.47", longitude="77.03", name_ja="場所")
    (site,) = facts(client.get("/").content.decode())
    assert site["@type"] == "WebSite" and site["publisher"]["@type"] == "Organization"
    assert site["potentialAction"]["target"] == "https://setu.example.org/search/?q={search_term_string}"
    place, way = facts(client.get("/ja/townships/place-0/").content.decode())
    assert (place["@type"], place["name"], place["url"]) == ("Place", "場所", "https://setu.example.org/ja/townships/place-0/")
    assert float(place["geo"]["latitude"]) == 13.47
    assert [step["position"] for step in way["itemListElement"]] == [1, 2]
    assert "geo" not in facts(client.get("/townships/place-1/").content.decode())[0]


def test_nothing_that_a_row_says_ends_the_block_of_facts() -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    page = Template("{% load head %}{% structured_data %}").render(Context({"structured": [{"name": evil}]}))
    assert page.count("<") == page.count(">") == 2
    assert facts(page) == [{"name": evil}]
    assert Template("{% load head %}{% structured_data %}").render(Context()) == ""


def test_what_is_remembered_is_escaped_once() -> None:
    text = "{% load head %}{% remember t %}{{ name }}{% endremember %}|{{ t }}"
    assert Template(text).render(Context({"name": '"R&D"'})) == "&quot;R&amp;D&quot;|&quot;R&amp;D&quot;"


def locations(client: Client, path: str, tag: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/xml")
    return [node.text or "" for node in ElementTree.fromstring(answer.content).iter(f"{MAP}{tag}")]


def test_the_map_leads_to_every_public_page_in_three_languages_and_to_no_other(client: Client, offer: None) -> None:
    Opportunity.objects.filter(slug="chance-1").update(status="draft")
    maps = locations(client, "/sitemap.xml", "loc")
    assert all(one.startswith("https://setu.example.org/sitemap-") for one in maps)
    found = {page for one in maps for page in locations(client, one.removeprefix("https://setu.example.org"), "loc")}
    for path in ("/", "/segments/root/", "/opportunities/chance-0/", "/townships/place-1/", "/policies/rules/", "/sources/X1/"):
        for prefix in PREFIXES.values():
            assert f"https://setu.example.org{prefix}{path}" in found
    assert not [page for page in found if "chance-1" in page or "/desk/" in page]
    for page in found:
        assert client.get(page.removeprefix("https://setu.example.org")).status_code == 200, page
    text = client.get("/sitemap-townships.xml").content.decode()
    assert 'hreflang="ja" href="https://setu.example.org/ja/townships/place-0/"' in text and 'hreflang="x-default"' in text
    assert len(locations(client, "/sitemap-townships.xml", "lastmod")) == 6


def test_a_part_of_the_map_that_is_not_there_is_not_found(client: Client, offer: None) -> None:
    for path in ("/sitemap-none.xml", "/sitemap-lists.xml?p=99", "/sitemap-lists.xml?p=x"):
        assert client.get(path).status_code == 404
    assert "Sitemap: https://setu.example.org/sitemap.xml" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_loads_at_most_60_kilobytes_of_styles_and_scripts(client: Client, offer: None, path: str) -> None:
    page = client.get(path).content.decode()
    files = set(re.findall(r'<(?:script[^>]* src|link rel="stylesheet" href)="/static/([^"]+)"', page))
    assert len(files) > 5
    weights = {name: len(gzip.compress(Path(finders.find(name)).read_bytes(), 9)) for name in files}
    assert sum(weights.values()) <= 60 * 1024, weights
