"""From an invitation to a hand-over, in real Chromium, with the mails that the worker really sent."""

import re
import secrets
import time
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from tests.system import System

from .conftest import WIDTHS, Visitor

PASS_PHRASE = "a calm pass phrase of one's own"


def _address() -> str:
    return f"guest-{secrets.token_hex(4)}@example.org"


def _mail_to(system: System, address: str) -> EmailMessage:
    """The newest mail to this address."""

    def to_them(mails: list[EmailMessage]) -> list[EmailMessage]:
        return [mail for mail in mails if address in str(mail["To"])]

    found = to_them(system.wait_for_mails(lambda mails: bool(to_them(mails))))
    assert found, f"no mail to {address}"
    return found[-1]


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _link(mail: EmailMessage) -> str:
    found = re.search(r"https?://\S+/join/\S+/", _text(mail))
    assert found is not None, _text(mail)
    return urlsplit(found.group()).path


def _fill(visitor: Visitor, **typed: str) -> None:
    for name, value in typed.items():
        box = visitor.page.locator(f"main [name={name}]")
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def _press(visitor: Visitor) -> None:
    visitor.page.locator("main button[name=act]").click()
    visitor.page.wait_for_load_state()


def _join(visitor: Visitor, path: str, picture: str) -> None:
    visitor.go(path)
    visitor.look(picture)
    _fill(visitor, password=PASS_PHRASE, again=PASS_PHRASE)
    _press(visitor)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_japanese_guest_is_invited_reads_a_polite_mail_and_joins(
    width: int, system: System, visitor: Callable[..., Visitor]
) -> None:
    address = _address()
    officer = visitor(width)
    officer.sign_in("desk_officer")
    officer.go("/desk/companies/example-denchi/")
    officer.page.get_by_role("link", name="People of the company with access").click()
    officer.page.wait_for_url("**/people/")
    officer.look("company-people")
    officer.page.get_by_role("link", name="Invite somebody to the company").click()
    officer.look("company-invite")
    _fill(officer, email=address, name="電池 花子", language="ja", role="administrator")
    _press(officer)
    assert "The invitation is on its way" in officer.page.locator("main").inner_text()
    assert address in officer.page.locator("main").inner_text()

    mail = _mail_to(system, address)
    assert (mail["Content-Language"], "ご招待" in mail["Subject"]) == ("ja", True)
    text = _text(mail)
    for words in ("電池 花子 様", "平素より", "ご招待申し上げます", "お願い申し上げます", "有効期限"):
        assert words in text, words
    assert not re.search(r"[A-Za-z]{4,}\s+[A-Za-z]{4,}\s+[A-Za-z]{4,}", re.sub(r"https?://\S+", "", text)), text

    guest = visitor(width, locale="ja-JP")
    path = _link(mail)
    assert path.startswith("/ja/join/")
    _join(guest, path, "join-ja")
    assert urlsplit(guest.page.url).path == "/ja/my/"
    guest.look("my-ja")
    guest.page.get_by_role("link", name="企業の利用者").first.click()
    guest.page.wait_for_url("**/people/")
    guest.look("my-people-ja")
    assert "電池 花子" in guest.page.locator("main").inner_text()

    again = visitor(width, locale="ja-JP")
    again.expected = ("410",)
    again.go(path)
    assert "すでに使用されています" in again.page.locator("main").inner_text()
    again.look("join-used-ja")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_official_joins_is_given_a_promise_leaves_and_everything_is_written_down(
    width: int, system: System, visitor: Callable[..., Visitor]
) -> None:
    address = _address()
    administrator = visitor(width)
    administrator.sign_in("administrator")
    administrator.go("/desk/people/")
    administrator.look("people")
    administrator.page.get_by_role("link", name="Invite somebody").click()
    administrator.look("invite")
    _fill(administrator, email=address, name="Leela Example", role="desk_officer", language="kn")
    _press(administrator)
    administrator.look("invitations")

    newcomer = visitor(width)
    _join(newcomer, _link(_mail_to(system, address)), "join-kn")
    assert urlsplit(newcomer.page.url).path == "/kn/desk/"

    promise = system.sql("SELECT id FROM investors_commitment WHERE state = 'open' ORDER BY due_on DESC, id LIMIT 1")[0][0]
    supervisor = visitor(width)
    supervisor.sign_in("supervisor")
    supervisor.go(f"/desk/commitments/{promise}/reassign/")
    supervisor.page.locator("main [name=to]").select_option(label="Leela Example")
    _press(supervisor)

    administrator.go("/desk/people/?q=Leela")
    administrator.page.get_by_role("link", name="Leela Example").last.click()
    administrator.page.wait_for_url(re.compile(r"/desk/people/[0-9a-f-]{36}/$"))
    administrator.look("person")
    assert "Promises answered for" in administrator.page.locator("main").inner_text()
    administrator.page.get_by_role("link", name="Disable the account").click()
    administrator.look("disable")
    successor = administrator.page.locator("main [name=successor] option", has_text="Asha Example")
    _fill(administrator, reason="Has left the desk", successor=str(successor.get_attribute("value")))
    pressed = time.monotonic()
    _press(administrator)
    newcomer.page.reload()
    assert urlsplit(newcomer.page.url).path.endswith("/sign-in/")
    assert time.monotonic() - pressed < 10
    administrator.look("person-disabled")

    told = system.sql(
        f"SELECT u.email FROM investors_commitment c JOIN accounts_user u ON u.id = answered_for_by_id WHERE c.id = '{promise}'"
    )
    assert told == [["officer@example.org"]]
    handed_over = _mail_to(system, "officer@example.org")
    assert "Leela Example" in str(handed_over["Subject"])

    administrator.go("/desk/audit/?q=Leela")
    administrator.look("audit")
    page = administrator.page.locator("main").inner_text()
    for words in (
        "Disabled an account",
        "Has left the desk",
        "Handed over open items",
        "Accepted an invitation",
        "Invited",
        "Ended sessions",
    ):
        assert words in page, words
    with administrator.page.expect_download() as download:
        administrator.page.get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename.startswith("audit-")
