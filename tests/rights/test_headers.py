"""Every address answers with the headers of a safe site, whoever asks and whatever comes of it; and an error tells nothing."""

from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import path, reverse

from .scene import Scene
from .table import Route, addresses, routes
from .test_matrix import consume

pytestmark = pytest.mark.django_db
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
SIGNED_IN = ("officer", "administrator", "investor")


def faults(answer: Any) -> list[str]:
    """What an answer lacks of the headers of a safe site."""
    found = [f"{name}: {answer.get(name)}" for name, value in ALWAYS.items() if answer.get(name) != value]
    policy = answer.get("Content-Security-Policy", "")
    # A download is shut in by `sandbox`, which lets no form go anywhere.
    shut_in = "sandbox" in policy and "allow-forms" not in policy
    found += [
        f"no {part} in the policy" for part in POLICY if part not in policy and not (shut_in and part.startswith("form-action"))
    ]
    if "unsafe" in policy or "*" in policy or "http:" in policy:
        found.append(f"a wide policy: {policy}")
    if not answer.get("Permissions-Policy"):
        found.append("no Permissions-Policy")
    for cookie in answer.cookies.values():
        # One that is being taken away carries nothing to protect.
        if cookie["max-age"] != 0 and not (
            cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict") and cookie["path"] == "/" and not cookie["domain"]
        ):
            found.append(f"a loose cookie: {cookie.key}")
    return found


def address_of(route: Route, scene: Scene) -> str:
    keys = scene.objects[route.object][0] if route.object else {}
    if route.name.startswith("api-") and keys:
        keys = {"key": next(iter(keys.values()))}
    return reverse(route.name, kwargs={**keys, **route.more})


def test_every_address_carries_the_headers_whoever_asks(scene: Scene) -> None:
    wrong, seen = [], set()
    for who in ("nobody", "officer", "administrator", "investor", "full"):
        client = scene.client(who)
        for route in routes():
            address = address_of(route, scene)
            for method in ("get", "head", "post", "put", "options"):
                answer = getattr(client, method)(address)
                consume(answer)
                wrong += [f"{method} {address} as {who} ({answer.status_code}): {fault}" for fault in faults(answer)]
            seen.add(route.name)
            if who != "nobody":
                client = scene.client(who) if route.name == "accounts:logout" else client
    assert not wrong, f"{len(wrong)} faults\n" + "\n".join(wrong[:40])
    assert {name for name in addresses() if not name.startswith("admin:")} <= seen


def test_what_is_for_one_person_is_kept_by_no_cache(scene: Scene) -> None:
    wrong = []
    for who in SIGNED_IN:
        client = scene.client(who)
        for route in routes():
            if route.name == "accounts:logout" or route.name.startswith("api"):
                continue
            answer = client.get(address_of(route, scene))
            consume(answer)
            if answer.status_code == 200 and "no-store" not in answer.get("Cache-Control", ""):
                wrong.append(f"{route.name} as {who}: {answer.get('Cache-Control', 'nothing said')}")
    assert not wrong, "\n".join(wrong)


def test_what_a_key_reads_is_kept_for_this_key_alone(scene: Scene) -> None:
    for route in routes():
        if route.rule in ("api-scope", "api-object", "api-company", "api-companies"):
            answer = scene.client("full").get(address_of(route, scene))
            assert answer["Cache-Control"] == "private, no-cache" and "Authorization" in answer["Vary"], route.name


@pytest.mark.parametrize(
    "address", ["/no/such/page/", "/ja/no/such/page/", "/api/v1/no-such/", "/?q=%00", "/static/none.css", "/admin/"]
)
def test_answers_that_no_view_made_carry_them_too(client: Client, address: str) -> None:
    assert faults(client.get(address)) == []


def broken(request: Any) -> None:
    raise RuntimeError("SECRET-DETAIL of the inside")


urlpatterns = [path("broken/", broken), path("api/broken/", broken)]


@pytest.mark.parametrize("address", ["/broken/", "/api/broken/"])
def test_a_fault_of_ours_tells_nothing_of_the_inside(client: Client, address: str) -> None:
    import portal.urls

    client.raise_request_exception = False
    urls = type("Broken", (), {"urlpatterns": [*urlpatterns, *portal.urls.urlpatterns], "handler500": portal.urls.handler500})
    with override_settings(ROOT_URLCONF=urls):
        answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 500
    assert faults(answer) == []
    for word in ("SECRET-DETAIL", "RuntimeError", "Traceback", "test_headers", "/portal/"):
        assert word not in text


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "evil.example:80", ""])
@pytest.mark.parametrize("address", ["/", "/ja/", "/sign-in/", "/api/v1/segments/", "/sitemap.xml"])
def test_a_forged_host_is_refused_and_never_repeated(client: Client, host: str, address: str) -> None:
    answer = client.get(address, headers={"host": host} if host else {}, SERVER_NAME=host or "evil.example")
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
    assert "evil.example" not in str(dict(answer.items()))


def test_a_missing_header_would_be_found(client: Client) -> None:
    answer = client.get("/")
    assert faults(answer) == []
    del answer["X-Frame-Options"]
    answer["Content-Security-Policy"] = "default-src *"
    assert len(faults(answer)) >= 4
