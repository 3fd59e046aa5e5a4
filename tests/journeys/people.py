"""What people do at every door of the running portal: fill a form, press its button, read their mail, follow its link."""

import base64
import hashlib
import hmac
import re
import secrets
import struct
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from urllib.parse import urlsplit

import psycopg

from tests.system import System

from .conftest import Visitor

PASS_PHRASE = "a calm pass phrase of one's own"
_PERIOD_SECONDS = 30


def new_address() -> str:
    """An address that nobody has had before."""
    return f"guest-{secrets.token_hex(4)}@example.org"


def fill(visitor: Visitor, **typed: str) -> None:
    """Type into the fields of these names; choose, where the field is a choice."""
    for name, value in typed.items():
        box = visitor.page.locator(f"main [name={name}]")
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def press(visitor: Visitor) -> None:
    """Press the one button of the page's form."""
    visitor.page.locator("main button[name=act]").first.click()
    visitor.page.wait_for_load_state()


def words(visitor: Visitor) -> str:
    """What the page says, without its frame."""
    return visitor.page.locator("main").inner_text()


def path_of(visitor: Visitor) -> str:
    return urlsplit(visitor.page.url).path


def mail_to(
    system: System, address: str, wanted: Callable[[EmailMessage], bool] = lambda mail: True, *, seconds: float = 60
) -> EmailMessage:
    """The newest mail to this address of which `wanted` is true; waits for the worker to send it."""

    def to_them(mails: list[EmailMessage]) -> list[EmailMessage]:
        return [mail for mail in mails if address in str(mail["To"]) and wanted(mail)]

    found = to_them(system.wait_for_mails(lambda mails: bool(to_them(mails)), seconds))
    assert found, f"no such mail to {address}"
    return found[-1]


def text_of(mail: EmailMessage) -> str:
    """The mail as plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage, part: str) -> str:
    """The path of the mail's link that has this part in it."""
    found = re.search(rf"https?://\S+{part}\S+/", text_of(mail))
    assert found is not None, text_of(mail)
    return urlsplit(found.group()).path


def join(visitor: Visitor, path: str, picture: str) -> None:
    """Accept an invitation by its link."""
    visitor.go(path)
    visitor.look(picture)
    fill(visitor, password=PASS_PHRASE, again=PASS_PHRASE)
    press(visitor)


def sign_in(visitor: Visitor, address: str, password: str, code: str = "") -> None:
    """By the form at the door; with a code where a second factor is asked for."""
    visitor.go("/sign-in/")
    fill(visitor, username=address, password=password)
    press(visitor)
    if code:
        assert path_of(visitor).endswith("/sign-in/second-step/"), path_of(visitor)
        fill(visitor, code=code)
        press(visitor)


def code_of_app(secret: str, *, later: int = 0) -> str:
    """What an authenticator app shows for this key now, or so many periods of 30 s later (RFC 6238, SHA-1, six digits)."""
    key = base64.b32decode(secret.replace(" ", "").upper() + "=" * (-len(secret.replace(" ", "")) % 8))
    counter = int(time.time()) // _PERIOD_SECONDS + later
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def write(system: System, statement: str, values: Sequence[object] = ()) -> int:
    """What nobody could do at a page: change rows at the database. Returns how many."""
    with psycopg.connect(system.database_url(), autocommit=True) as connection:
        return connection.execute(statement, values).rowcount  # type: ignore[call-overload,no-any-return]
