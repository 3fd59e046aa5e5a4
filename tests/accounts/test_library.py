"""Of the library nothing is ever seen: no template, no sentence, no address of its own."""

import pkgutil
import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from django.apps import apps
from django.core.exceptions import ValidationError
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from portal.accounts.adapters import Unspoken
from tests.accounts.doors import HERE, SECOND_STEP, give_app, post_password, sign_in
from tests.cast import Cast

ITS_TEMPLATES = Path(allauth.__file__).parent / "templates"
KANNADA = re.compile(r"[\u0c80-\u0cff]")


@pytest.mark.parametrize("name", sorted(str(file.relative_to(ITS_TEMPLATES)) for file in ITS_TEMPLATES.rglob("*.*")))
def test_none_of_its_templates_can_be_found(name: str) -> None:
    with pytest.raises(TemplateDoesNotExist):
        get_template(name)


def test_its_catalogues_are_out_of_reach() -> None:
    assert not apps.is_installed("allauth")
    with translation.override("ja"):
        assert translation.gettext("Too many failed login attempts. Try again later.").startswith("Too many")


def views(resolver: URLResolver) -> list[object]:
    found: list[object] = []
    for one in resolver.url_patterns:
        found += [one.callback] if isinstance(one, URLPattern) else views(one)
    return found


def test_none_of_its_views_has_an_address() -> None:
    assert {view.__module__.partition(".")[0] for view in views(get_resolver())} & {"allauth"} == set()


@pytest.mark.django_db
def test_what_it_would_say_is_said_in_our_words_or_not_at_all() -> None:
    for adapter in (get_adapter(), __import__("allauth.mfa.adapter", fromlist=["x"]).get_adapter()):
        for code in adapter.error_messages:
            refusal = adapter.validation_error(code)
            assert isinstance(refusal, ValidationError)
            with translation.override("kn"):
                assert KANNADA.search(str(refusal.message))
    with pytest.raises(Unspoken):
        get_adapter().send_mail("account/email/password_reset_key", "x@example.org", {})
    assert get_adapter().is_open_for_signup(None) is False


def test_every_part_that_is_installed_is_one_we_know() -> None:
    parts = {module.name for module in pkgutil.iter_modules(allauth.__path__)}
    installed = {config.name.partition(".")[2] for config in apps.get_app_configs() if config.name.startswith("allauth.")}
    assert installed == {"account", "mfa", "usersessions"} <= parts


# Every page and every refusal at the doors, in Kannada: not one English sentence.

ALLOWED = re.compile(
    r"Setu|English|API|TOTP|PIN|QR|localhost|https?|otpauth|Officer|Asha|Chrome|Linux|Asia/\w+|[A-Z][a-z]+/[A-Z]\w+|IP|curl"
    r"|[\w.]+@[\w.]+|\b[A-Z2-7]{4}\b"
)
SILENT = re.compile(r"<(script|style|head|svg)\b.*?</\1>|<option\b.*?</option>|<[^>]*\blang=\"(?:en|ja)\"[^>]*>.*?<", re.S)


def english(page: str) -> list[str]:
    """Runs of three or more Latin letters between the tags."""
    text = re.sub(r"<[^>]+>", "\n", SILENT.sub("<", page.partition("<main")[2].partition(">")[2].partition("</main>")[0]))
    return [line.strip() for line in text.splitlines() if re.search(r"[A-Za-z]{3,}", ALLOWED.sub("", line))]


@pytest.mark.django_db
def test_no_page_at_the_doors_holds_an_english_sentence_in_kannada(cast: Cast) -> None:
    stranger = Client(**HERE)
    pages = [
        stranger.get("/kn/sign-in/"),
        stranger.post("/kn/sign-in/", {"username": "", "password": ""}),
        stranger.post("/kn/sign-in/", {"username": "x" * 300, "password": "x" * 600}),
        stranger.post("/kn/sign-in/", {"username": "x", "password": "x"}),
        stranger.get("/kn/sign-up/"),
        stranger.get("/kn/account/password/forgotten/"),
        stranger.post("/kn/account/password/forgotten/", {"email": "x"}),
        stranger.post("/kn/account/password/forgotten/", {"email": ""}),
        stranger.get("/kn/account/password/forgotten/sent/"),
        stranger.get("/kn/account/password/new/x/y/", follow=True),
    ]
    pages += [stranger.post("/kn/sign-in/", {"username": "x", "password": "x"}) for _ in range(11)][-1:]
    give_app(cast.reader)
    half = Client(**HERE)
    post_password(half, cast.reader)
    second = f"/kn{SECOND_STEP}"
    pages += [
        half.get(second),
        half.post(second, {"code": ""}),
        half.post(second, {"code": "1"}),
        half.post(second, {"credential": "x"}),
    ]
    pages += [half.post(second, {"code": "1"}) for _ in range(11)][-1:]
    owner = sign_in(cast.officer, **HERE)
    pages += [
        owner.get(f"/kn/account/{path}")
        for path in ("", "details/", "password/", "second-factor/", "second-factor/app/add/", "second-factor/passkeys/add/", "second-factor/recovery-codes/", "sessions/", "confirm/")
    ]  # fmt: skip
    for wrong in ("", "x", "x" * 600, "qwerty123456", "officer@example.org"):
        pages.append(owner.post("/kn/account/password/", {"present": wrong, "password": wrong, "again": wrong + "y"}))
    pages += [
        owner.post("/kn/account/details/", {"name": "", "language": "xx", "zone": "y"}),
        owner.post("/kn/account/second-factor/app/add/", {"code": ""}),
        owner.post("/kn/account/second-factor/app/add/", {"code": "1"}),
        owner.post("/kn/account/second-factor/passkeys/add/", {"name": "", "credential": ""}),
        owner.post("/kn/account/second-factor/passkeys/add/", {"name": "ಕ", "credential": "{}"}),
        owner.post("/kn/account/confirm/", {"password": ""}),
        owner.post("/kn/account/confirm/", {"password": "x"}),
        owner.post("/kn/account/second-factor/recovery-codes/", follow=True),
        owner.post("/kn/account/sessions/others/end/", follow=True),
    ]
    found = {}
    for page in pages:
        text = page.content.decode()
        assert '<html lang="kn"' in text, page.request
        if said := english(text):
            found[f"{page.request['REQUEST_METHOD']} {page.request['PATH_INFO']}"] = said
    assert found == {}
