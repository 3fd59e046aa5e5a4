"""What the form of a meeting reads, apart from its page."""

from typing import Any

import pytest
from django.http import QueryDict

from investors.forms.meeting_choices import MeetingChoices
from investors.forms.meeting_sheet import MeetingSheet
from investors.forms.rows import with_row, without_row
from sectors.models import District, Township
from tests.cast import Cast

from .meeting_posts import rows, smallest


def posted(values: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def sheet_of(cast: Cast, choices: MeetingChoices | None = None, **changes: Any) -> MeetingSheet:
    return MeetingSheet(choices=choices or MeetingChoices.load(), by=cast.officer, data=posted(smallest(**changes)))


@pytest.mark.parametrize(
    "field",
    ["title", "place", "companies", "organisations", "topics", "outcome", "shared_summary", "internal_notes", "new_delegation"],
)
@pytest.mark.parametrize("bad", ["half \ud800 letter", "turned \u202e round", "nothing \x00 here", "bell \x07"])
def test_every_text_refuses_what_nobody_types(cast: Cast, field: str, bad: str) -> None:
    sheet = sheet_of(cast, **{field: bad})
    assert not sheet.is_valid() and field in sheet.form.errors


@pytest.mark.parametrize("field", ["name", "office", "body", "native_name", "reading", "note", "email", "zone"])
@pytest.mark.parametrize("bad", ["half \ud800 letter", "turned \u202e round", "nothing \x00 here", "two\r\nlines"])
def test_every_text_of_a_person_refuses_what_nobody_types(cast: Cast, field: str, bad: str) -> None:
    sheet = sheet_of(cast, **rows("guests", [{"name": "Taro", field: bad}]))
    assert not sheet.is_valid() and field in sheet.guests.forms[0].errors


def test_the_scripts_of_the_state_and_its_guests_are_kept_as_typed(cast: Cast) -> None:
    kannada = "ಕ್\u200cಷೇತ್ರ"
    sheet = sheet_of(cast, title=kannada, **rows("guests", [{"name": "Taro", "native_name": "太郎", "reading": "たろう"}]))
    assert sheet.is_valid() and sheet.data().title == kannada and sheet.data().attendances[0].native_name == "太郎"


def test_local_times_become_instants_in_the_meetings_zone(cast: Cast) -> None:
    sheet = sheet_of(cast, zone="Asia/Tokyo", start="09:00", end="00:30", end_date="2024-01-11")
    assert sheet.is_valid()
    data = sheet.data()
    assert data.starts_at is not None and data.ends_at is not None
    assert data.starts_at.isoformat() == "2024-01-10T09:00:00+09:00" and data.ends_at.isoformat() == "2024-01-11T00:30:00+09:00"


def test_a_township_beyond_the_list_is_typed_and_an_unknown_one_refused(cast: Cast) -> None:
    district = District.objects.create(code="mysuru", name="Mysuru", name_en="Mysuru")
    Township.objects.bulk_create(
        Township(
            slug=f"t-{n}",
            name=f"Area {n}",
            name_en=f"Area {n}",
            district=district,
            position=n,
            **dict.fromkeys(("acres_note_en", "access_en", "notes_en"), ""),
        )
        for n in range(70)
    )
    sheet = sheet_of(cast, townships=["t-1"], more_townships="AREA 69\nt-68")
    assert sheet.is_valid() and {t.slug for t in sheet.data().townships} == {"t-1", "t-68", "t-69"}
    assert not (wrong := sheet_of(cast, more_townships="Atlantis")).is_valid() and "more_townships" in wrong.form.errors


def test_rows_are_counted_moved_and_never_trusted() -> None:
    data = posted(rows("guests", [{"name": "a"}, {"name": "b"}, {"name": "c"}]))
    assert with_row(data, "guests", {"zone": "Asia/Tokyo"})["guests-3-zone"] == "Asia/Tokyo"
    left = without_row(data, "guests", 0)
    assert [left.get(f"guests-{n}-name") for n in range(3)] == ["b", "c", None] and left["guests-TOTAL_FORMS"] == "2"
    assert without_row(data, "guests", 99) == data
    for nonsense in ("1e400", "-1", "", "²", "99999999"):
        data["guests-TOTAL_FORMS"] = nonsense
        assert with_row(data, "guests", {})["guests-TOTAL_FORMS"] == "1"
