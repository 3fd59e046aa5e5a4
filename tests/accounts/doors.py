"""Going in and out at the real doors, as the tests of this room need it."""

import html
import json
import re
from typing import Any

from django.test import Client

from portal.accounts.actions import factors
from portal.accounts.models import User
from portal.accounts.visitor import Where
from tests.accounts.authenticators import SecurityKey, code_of
from tests.cast import PASSWORD

SIGN_IN = "/sign-in/"
SECOND_STEP = "/sign-in/second-step/"
PASSKEY = "/sign-in/passkey/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Passkeys are bound to a name; in tests that is the name that browsers allow without https.
HERE = {"HTTP_HOST": "localhost"}


def post_password(client: Client, user: User | str, password: str = PASSWORD, **more: Any) -> Any:
    """Address and password at the sign-in page."""
    email = user if isinstance(user, str) else user.email
    return client.post(SIGN_IN, {"username": email, "password": password}, **more)


def sign_in(user: User, **more: Any) -> Client:
    """A browser in which this person, who has no second factor, has just signed in."""
    client = Client(**more)
    assert post_password(client, user).status_code == 302
    return client


def is_in(client: Client) -> bool:
    """Whether somebody is signed in at this browser."""
    return client.get("/account/").status_code == 200


def give_app(user: User, *, seconds: float = 300) -> list[str]:
    """An authenticator app for this person, added long ago. Returns the recovery codes."""
    return factors.add_app(
        user=user, secret=SECRET, code=code_of(SECRET, seconds=seconds), where=Where(), keep=None, seconds=seconds
    )


def sign_in_with_app(user: User, **more: Any) -> Client:
    """A browser in which this person has just signed in with password and code; the code is used up."""
    client = Client(**more)
    assert post_password(client, user)["Location"] == SECOND_STEP
    assert client.post(SECOND_STEP, {"code": code_of(SECRET)})["Location"] == "/home/"
    return client


def options_on(page: Any) -> dict[str, Any]:
    """What the form for passkeys on this page asks the browser for."""
    found = re.search(r'data-options="([^"]+)"', page.content.decode())
    assert found, page.content.decode()[:2000]
    options: dict[str, Any] = json.loads(html.unescape(found[1]))
    return options


def give_passkey(client: Client, key: SecurityKey, name: str = "Blue key") -> Any:
    """Add this key at the page for it; somebody has just signed in at this browser, which has opened the site as localhost."""
    path = "/account/second-factor/passkeys/add/"
    return client.post(path, {"name": name, "credential": json.dumps(key.make(options_on(client.get(path))))})


def post_passkey(client: Client, key: SecurityKey, **more: str) -> Any:
    """Sign in with this key alone."""
    options = client.post(PASSKEY).json()
    return client.post(PASSKEY, {"credential": json.dumps(key.use(options)), **more})
