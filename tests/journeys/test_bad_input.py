"""What no honest form sends, at every field of the real system: a message or a 400, never a failure, nothing half-written."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest

from tests.system import System

BAD = {
    "too long": "x" * 30_000,
    "control characters": "a\x07b\x1b[31m",
    "reversed reading": "a\u202eb",
    "NUL": "a\x00b",
    "half a character": "a\ud800b",
    "a header": "Bob\r\nBcc: all@x.in",
    "markup": "<img src=x onerror=alert(1)>",
    "a template": "{{7*7}}",
    "a number too far": "1e400",
    "30 February": "2024-02-30",
    "two addresses": "a@example.org, b@example.org",
    "no zone": "Mars/Olympus",
}
MARKUP = BAD["markup"]
QUERIES = (
    "page=99999999999",
    "q=%00",
    "q=" + "x" * 10_000,
    "nosuchfilter=1",
    "cursor=broken",
    "limit=1e9",
    "q=%FF%FE",
    "date_from=2024-02-30",
    "segment=<script>",
    "state=nosuch",
    "company=%F0%9F%92%A9",
)
LISTS = (
    "/segments/",
    "/opportunities/",
    "/townships/",
    "/incentives/",
    "/sources/",
    "/desk/",
    "/desk/meetings/",
    "/desk/delegations/",
    "/desk/commitments/",
    "/desk/companies/",
    "/notices/",
    "/mail/",
    *(f"/api/v1/{name}/" for name in ("segments", "townships", "opportunities", "meetings", "companies", "commitments")),
)


class Browser:
    """A signed-in browser without its manners: sends whatever it is told to."""

    def __init__(self, system: System, role: str = "desk_officer") -> None:
        self.system = system
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        who = system.sign_in_of(role)
        self.post("/sign-in/", self.form("/sign-in/") | {"username": who["email"], "password": who["password"]})

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._open(urllib.request.Request(self.system.url + path, headers=headers))

    def post(self, path: str, fields: dict[str, Any]) -> tuple[int, str]:
        # Lone surrogates leave as the bytes that a broken client would send.
        body = urllib.parse.urlencode(fields, doseq=True, errors="surrogatepass").encode()
        return self._open(urllib.request.Request(self.system.url + path, data=body, headers={"Referer": self.system.url + path}))

    def form(self, path: str) -> dict[str, Any]:
        """The hidden fields of the page's last form."""
        found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', self.get(path)[1])
        return dict(found)

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")


def rows(system: System) -> list[list[Any]]:
    """How many rows there are of everything that a meeting writes."""
    names = ("meeting", "attendance", "commitment", "contact", "delegation", "company", "organisation")
    counts = [f"SELECT '{name}', count(*) FROM investors_{name}" for name in names]
    # Overdue reminders are the planner's, which goes on meanwhile.
    counts.append("SELECT 'followup', count(*) FROM investors_followup WHERE step <> 'overdue'")
    return system.sql(" UNION ALL ".join(counts))


@pytest.mark.journey
def test_no_field_of_the_meeting_form_fails_or_half_writes(system: System) -> None:
    browser = Browser(system)
    hidden = browser.form("/desk/meetings/new/")
    good = hidden | {
        "kind": "delegation",
        "title": "",  # never complete: whatever the other fields say, nothing may be written
        "date": "2024-01-09",
        "start": "10:00",
        "zone": "Asia/Kolkata",
        "country_code": "IN",
        "guests-0-name": "Aoki Rei",
        "guests-0-zone": "Asia/Tokyo",
        "guests-0-language": "ja",
        "hosts-0-zone": "Asia/Kolkata",
        "hosts-0-language": "en",
        "commitments-0-text": "Send a list",
        "commitments-0-promised_by": "Aoki Rei",
        "commitments-0-due_on": "2024-02-01",
    }
    fields = [
        *("title", "kind", "date", "start", "end", "end_date", "zone", "place", "country_code", "delegation", "new_delegation"),
        *(
            "companies",
            "organisations",
            "segments",
            "townships",
            "opportunities",
            "topics",
            "submission",
            "version",
            "takes_over",
        ),
        *("outcome", "shared_summary", "internal_notes", "guests-TOTAL_FORMS", "guests-0-id", "guests-0-contact"),
        *(f"guests-0-{one}" for one in ("name", "office", "body", "email", "native_name", "reading", "language", "zone", "note")),
        *(f"commitments-0-{one}" for one in ("id", "text", "promised_by", "answered_for_by", "due_on", "is_shared")),
    ]
    before = rows(system)
    for field in fields:
        for what, value in BAD.items():
            posted = good | {field: value}
            if field == "title":
                posted |= {"date": "2024-02-30"}
            status, page = browser.post("/desk/meetings/new/", posted)
            assert status in (200, 400), f"{field}, {what}: {status}"
            if status == 200:
                assert "error-summary" in page, f"{field}, {what}: no message"
            assert MARKUP not in page, f"{field}, {what}: alive on the page"
    assert rows(system) == before


@pytest.mark.journey
def test_no_list_fails_on_a_strange_address(system: System) -> None:
    browser = Browser(system)
    key = system.demo()["keys"][0]["key"]
    for path in LISTS:
        headers = {"Authorization": f"Bearer {key}"} if path.startswith("/api/") else {}
        for query in QUERIES:
            status, body = browser.get(f"{path}?{query}", **headers)
            assert status in (200, 400, 404, 414), f"{path}?{query[:40]}: {status}"
            assert "Traceback" not in body
            if query == "nosuchfilter=1" and path not in ("/desk/", "/notices/", "/mail/"):
                assert status == 400, path


@pytest.mark.journey
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cookie", 'setu_session="abcdefgh\\000"'),
        ("Cookie", "setu_csrf=\xff; messages=x; =;"),
        ("Content-Type", "multipart/form-data; boundary=X; charset=hex"),
        ("Content-Type", "multipart/form-data; boundary=X; charset=raw_unicode_escape"),
        ("Host", "evil.example"),
        ("Authorization", "Bearer \xff"),
        ("Accept-Language", "x" * 5_000),
        ("If-None-Match", '\xff"'),
        ("If-Modified-Since", "Fri, 31 Feb 0000 99:99:99 GMT"),
    ],
)
def test_no_door_fails_on_a_strange_header(system: System, header: str, value: str) -> None:
    browser = Browser(system)
    for path in (
        "/?x=1",
        "/sign-in/?x=1",
        "/townships/",
        "/desk/meetings/",
        "/api/v1/townships/",
        "/api/v1/meetings/",
        "/admin/login/",
    ):
        status, body = browser.get(path, **{header: value})
        assert status < 500, path
        assert "evil.example" not in body


@pytest.mark.journey
def test_the_api_points_at_what_is_wrong_and_writes_nothing(system: System) -> None:
    key = system.demo()["keys"][0]["key"]
    good = {"title": "Bad input", "starts_at": "2024-01-10T10:00:00+05:30", "attendances": [{"side": "guest", "name": "Rei"}]}
    bodies: list[tuple[str, bytes]] = [
        ("not JSON", b"{"),
        ("depth", b"[" * 100_000),
        ("twice", b'{"title":"a","title":"b"}'),
        ("NaN", b'{"title":NaN}'),
        ("1e400", b'{"title":1e400}'),
        ("unknown member", json.dumps(good | {"nosuch": 1}).encode()),
        ("a list", b"[]"),
        ("null", b"null"),
        ("not UTF-8", b"\xff\xfe"),
        ("too large", b'{"title":"' + b"x" * 3_000_000 + b'"}'),
    ]
    for field in ("title", "starts_at", "zone", "place", "delegation", "new_companies", "shared_summary", "commitments", "kind"):
        for what, value in BAD.items():
            if (field, what) in {(f, w) for f in ("title", "place", "shared_summary") for w in BAD}:
                continue  # plain text may hold most of it; below, each is refused by a second fault
            bodies.append((f"{field}: {what}", json.dumps(good | {field: value}).encode()))
    for what, value in BAD.items():
        for member in ("name", "office", "email", "zone", "new_organisation", "native_name"):
            attendance = {"side": "nosuch", "name": "Rei", member: value}
            bodies.append((f"attendance {member}: {what}", json.dumps(good | {"attendances": [attendance]}).encode()))
    before = rows(system)
    for what, body in bodies:
        request = urllib.request.Request(
            system.url + "/api/v1/meetings/",
            data=body,
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )
        with pytest.raises(urllib.error.URLError) as refused:
            urllib.request.urlopen(request, timeout=20).close()
        if not isinstance(refused.value, urllib.error.HTTPError):
            # What says that it is too large is refused before it is read, and may find the door shut while it still speaks.
            assert what == "too large" and isinstance(refused.value.reason, ConnectionError), what
            continue
        with refused.value as answer:
            told = json.loads(answer.read())
        assert refused.value.code in (400, 413, 422), f"{what}: {refused.value.code} {told}"
        assert told["status"] == refused.value.code
    assert rows(system) == before
