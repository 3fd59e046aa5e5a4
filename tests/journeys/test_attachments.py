"""Files at the real doors: attached in a real browser, refused by the real server, two thousand million bytes included."""

import http.client
import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.core.attachments.samples import BAD, GOOD, pdf
from tests.system import System

from .conftest import WIDTHS, Visitor
from .test_bad_input import Browser

HUGE = 2 * 1024**3


def some(system: System, noun: str) -> str:
    """The id of a row that the demonstration's officer may change."""
    officer = system.sign_in_of("desk_officer")["email"]
    mine = f"(SELECT id FROM accounts_user WHERE email = '{officer}')"
    statement = {
        "meetings": f"SELECT id FROM investors_meeting WHERE owner_id = {mine} AND state = 'held' ORDER BY id LIMIT 1",
        "commitments": f"SELECT id FROM investors_commitment WHERE answered_for_by_id = {mine} AND state = 'open' ORDER BY id LIMIT 1",
        "delegations": "SELECT id FROM investors_delegation ORDER BY id LIMIT 1",
    }[noun]
    return str(system.sql(statement)[0][0])


def shelf(system: System) -> list[Path]:
    return [file for file in (system.var / "attachments").rglob("*") if file.is_file()]


def file_named(directory: Path, name: str, content: bytes) -> str:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).write_bytes(content)
    return str(directory / name)


def attach(page: Page, file: str, note: str = "") -> None:
    page.set_input_files("[name=file]", file)
    page.fill("[name=note]", note)
    page.click("main button[name=act]")
    page.wait_for_load_state()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("language", "noun"), [("", "meetings"), ("/ja", "commitments"), ("/kn", "delegations")])
def test_a_file_is_attached_described_downloaded_and_removed(
    language: str, noun: str, width: int, visitor: Callable[..., Visitor], system: System, tmp_path: Path
) -> None:
    official = visitor(width=width)
    official.sign_in("desk_officer")
    place = f"{language}/desk/{noun}/{some(system, noun)}/"
    page = official.go(place)
    name = f"議事録 {width}.pdf"
    content = pdf(f"{noun} {width} {uuid.uuid4()}")
    page.locator("a[href$='/attach/']").click()
    official.look(f"attach-{noun}")
    page.reload()
    attach(page, file_named(tmp_path, name, content), "署名済み")
    page.wait_for_url("**#files")
    link = page.get_by_role("link", name=name, exact=True)
    expect(link).to_be_visible()
    expect(page.locator(".timeline > li").first).to_contain_text(name)
    official.look(f"attached-{noun}")
    page.reload()
    with page.expect_download() as downloading:
        link.click()
    assert downloading.value.suggested_filename == name
    assert Path(downloading.value.path()).read_bytes() == content
    row = page.locator("main li", has=link)
    row.get_by_role("link").nth(1).click()
    official.look(f"describe-{noun}")
    if noun != "delegations":
        page.check("[name=is_shared]")
    page.fill("[name=note]", "署名済みの写し")
    page.click("main button[name=act]")
    page.wait_for_url("**#files")
    expect(page.locator("main li", has=link)).to_contain_text("署名済みの写し")
    page.locator("main li", has=link).get_by_role("link").nth(2).click()
    official.look(f"remove-{noun}")
    before = len(shelf(system))
    page.click("main button[name=act]")
    page.wait_for_url("**#files")
    expect(link).to_have_count(0)
    expect(page.locator(".timeline > li").first).to_contain_text(name)
    assert len(shelf(system)) == before - 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_guest_downloads_what_is_shared_and_nothing_else(
    width: int, visitor: Callable[..., Visitor], system: System, tmp_path: Path
) -> None:
    meeting = str(
        system.sql(
            "SELECT m.id FROM investors_meeting m JOIN investors_meeting_companies c ON c.meeting_id = m.id "
            "JOIN investors_membership s ON s.company_id = c.company_id JOIN accounts_user u ON u.id = s.user_id "
            f"WHERE u.email = '{system.sign_in_of('investor')['email']}' AND m.state = 'held' ORDER BY m.id LIMIT 1"
        )[0][0]
    )
    official = visitor()
    page = official.sign_in("supervisor")
    addresses = []
    for name, is_shared in ((f"共有{width}.pdf", True), (f"秘密{width}.pdf", False)):
        official.go(f"/desk/meetings/{meeting}/attach/")
        if is_shared:
            page.check("[name=is_shared]")
        attach(page, file_named(tmp_path, name, pdf(f"{name} {uuid.uuid4()}")))
        addresses.append(page.get_by_role("link", name=name, exact=True).get_attribute("href"))
    guest = visitor(width=width)
    guest.expected = ("status of 404",)
    there = guest.sign_in("investor")
    guest.go(f"/my/meetings/{meeting}/")
    expect(there.get_by_role("link", name=f"秘密{width}.pdf")).to_have_count(0)
    guest.look("my-meeting-with-files")
    there.reload()
    with there.expect_download() as downloading:
        there.get_by_role("link", name=f"共有{width}.pdf").click()
    assert downloading.value.suggested_filename == f"共有{width}.pdf"
    assert there.request.get(system.url + str(addresses[1])).status == 404
    assert there.request.get(system.url + str(addresses[0])).headers["content-disposition"].startswith("attachment")


class Uploader(Browser):
    """A signed-in browser without manners that also sends files."""

    def upload(self, path: str, name: str, content: bytes) -> tuple[int, str]:
        import urllib.request

        fields = self.form(path)
        body = b"".join(
            f'--X\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()
        )
        body += f'--X\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'.encode()
        request = urllib.request.Request(
            self.system.url + path,
            data=body + content + b"\r\n--X--\r\n",
            headers={"Content-Type": "multipart/form-data; boundary=X", "Referer": self.system.url + path},
        )
        return self._open(request)

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)


@pytest.fixture
def uploader(system: System) -> Uploader:
    return Uploader(system)


@pytest.mark.parametrize(("language", "said"), [("", "There is a problem"), ("/ja", "問題"), ("/kn", "ಸಮಸ್ಯೆ")])
def test_nothing_that_is_not_on_the_list_gets_through_the_real_door(
    language: str, said: str, uploader: Uploader, system: System
) -> None:
    path = f"{language}/desk/meetings/{some(system, 'meetings')}/attach/"
    before = (len(shelf(system)), system.sql("SELECT count(*) FROM core_attachment"))
    for name, content in BAD.items():
        status, page = uploader.upload(path, name, content)
        assert (status, said in page) == (200, True), name
    for name in ("../../../tmp/evil.bat", "a\u202efdp.exe", "x" * 5_000 + ".exe", "", ".", '";filename="x.pdf'):
        status, page = uploader.upload(path, name, b"MZ\x90\0")
        assert (status, said in page) == (200, True), name
    assert (len(shelf(system)), system.sql("SELECT count(*) FROM core_attachment")) == before


def test_a_strange_name_is_tamed_and_the_download_is_headed_safely(uploader: Uploader, system: System) -> None:
    path = f"/desk/delegations/{some(system, 'delegations')}/attach/"
    content = pdf(str(uuid.uuid4()))
    assert uploader.upload(path, "../../a\u202efdp.pdf", content)[0] == 200
    pk, name, stored = system.sql("SELECT id, name, file FROM core_attachment ORDER BY created_at DESC LIMIT 1")[0]
    assert name == "afdp.pdf" and "afdp" not in stored
    where = urlsplit(system.url)
    line = http.client.HTTPConnection(str(where.hostname), where.port, timeout=20)
    line.request("GET", f"/attachments/{pk}/", headers={"Cookie": uploader.cookies})
    answer = line.getresponse()
    assert answer.read() == content
    told = {key.lower(): value for key, value in answer.getheaders()}
    assert told["content-type"] == "application/pdf"
    assert told["content-disposition"] == 'attachment; filename="afdp.pdf"'
    assert told["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert (told["x-content-type-options"], told["cache-control"]) == ("nosniff", "private, no-store")
    line.close()


def zeros(chunk: bytes = b"\0" * 65_536) -> Iterator[bytes]:
    while True:
        yield chunk


def memory(system: System) -> int:
    """What the web server's processes hold, in bytes."""
    held = 0
    for pid in system.pids_of("web"):
        try:
            held += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue  # it ended while we looked
    return held


def send_lazily(system: System, head: str, bodies: Iterator[bytes]) -> tuple[int, str, int, float]:
    """Send without end until an answer comes; (status, the answer, bytes that were sent, seconds)."""
    where = urlsplit(system.url)
    sent, began = 0, time.monotonic()
    with socket.create_connection((str(where.hostname), where.port), timeout=20) as line:
        line.sendall(head.encode())
        line.setblocking(False)
        got = b""
        while time.monotonic() - began < 20 and not got:
            try:
                got = line.recv(65_536)
                break
            except BlockingIOError:
                pass
            try:
                sent += line.send(next(bodies))
            except BlockingIOError:
                time.sleep(0.001)
            except ConnectionError:
                break
        took = time.monotonic() - began
        line.settimeout(5)
        try:
            while more := line.recv(65_536):
                got += more
        except OSError:
            pass  # closed on us while we still sent
    return int(got.split(b" ", 2)[1]), got.decode(errors="replace"), sent, took


@pytest.mark.parametrize(
    ("language", "said"), [("", "This is too large"), ("/ja", "サイズが大きすぎます"), ("/kn", "ಇದು ತುಂಬಾ ದೊಡ್ಡದಾಗಿದೆ")]
)
@pytest.mark.parametrize("page", ["attach", "sign-in"])
def test_two_gigabytes_are_refused_before_they_are_read(
    page: str, language: str, said: str, uploader: Uploader, system: System
) -> None:
    path = f"{language}/sign-in/" if page == "sign-in" else f"{language}/desk/meetings/{some(system, 'meetings')}/attach/"
    fields = uploader.form(path) if page == "attach" else {}
    where = urlsplit(system.url)
    start = b"".join(f'--X\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items())
    start += b'--X\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {uploader.cookies}\r\nReferer: {system.url}{path}\r\n"
        f"Content-Type: multipart/form-data; boundary=X\r\nContent-Length: {HUGE}\r\n\r\n"
    )

    def body() -> Iterator[bytes]:
        yield start
        yield from zeros()

    before, files = memory(system), len(shelf(system))
    status, answer, sent, took = send_lazily(system, head, body())
    assert (status, said in answer) == (413, True)
    assert sent < 8_000_000, "more was taken than the sockets hold"
    assert took < 5
    assert memory(system) - before < 30_000_000
    assert len(shelf(system)) == files


def test_a_body_without_a_length_is_refused_at_once(uploader: Uploader, system: System) -> None:
    where = urlsplit(system.url)
    head = (
        f"POST /sign-in/ HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {uploader.cookies}\r\n"
        "Content-Type: multipart/form-data; boundary=X\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    status, _answer, sent, took = send_lazily(system, head, zeros(b"10000\r\n" + b"\0" * 65_536 + b"\r\n"))
    assert status == 411 and sent < 8_000_000 and took < 5


@pytest.mark.parametrize("script", [True, False])
def test_a_browser_is_told_of_two_gigabytes_with_and_without_script(
    script: bool, visitor: Callable[..., Visitor], system: System, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(HUGE)  # a hole: it takes no room
    official = visitor(width=360, java_script_enabled=script)
    official.expected = ("status of 413",)
    page = official.sign_in("desk_officer")
    official.go(f"/ja/desk/meetings/{some(system, 'meetings')}/attach/")
    page.set_input_files("[name=file]", str(huge))
    if script:
        expect(page.locator(".field-error")).to_contain_text("大きすぎます")
        official.look("file-too-large")
    page.click("main button[name=act]")
    if script:
        expect(page.locator("[name=file]")).to_be_focused()
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text("サイズが大きすぎます")


def test_every_kind_on_the_list_gets_through_the_real_door(uploader: Uploader, system: System) -> None:
    path = f"/desk/commitments/{some(system, 'commitments')}/attach/"
    before: Any = system.sql("SELECT count(*) FROM core_attachment")[0][0]
    for name, (content, _type) in GOOD.items():
        status, page = uploader.upload(path, name, content)
        assert status == 200 and ("There is a problem" not in page or "attached here already" in page), name
    taken: Any = system.sql("SELECT count(*) FROM core_attachment")[0][0]
    assert taken - before == len({content for content, _type in GOOD.values()})
