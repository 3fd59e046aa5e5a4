"""Loading all files: whole or not at all, once or ten times, ours or another state's."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import monotonic

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from investors.models import Attendance, Company, Contact, FollowUp, Meeting, Organisation, Project, ProjectStep
from investors.reference.loading import load_reference
from portal.outbox.models import Delivery, Event
from sectors.models import Claim, District, Incentive, Opportunity, Segment, Source, Township

from .conftest import read_rows, write_rows

pytestmark = pytest.mark.django_db

MODELS = {
    "sources": Source,
    "claims": Claim,
    "segments": Segment,
    "districts": District,
    "townships": Township,
    "incentives": Incentive,
    "opportunities": Opportunity,
    "companies": Company,
    "projects": Project,
    "meetings": Meeting,
}


def run(directory: Path | None = None) -> str:
    out = io.StringIO()
    call_command("load_reference", *([str(directory)] if directory else []), stdout=out)
    return out.getvalue()


def refused(directory: Path) -> list[str]:
    """Run and expect refusal; answers the lines of standard error, and proves that nothing was loaded."""
    before = {model: model._base_manager.count() for model in MODELS.values()}
    err = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was loaded") as caught:
        call_command("load_reference", str(directory), stderr=err, stdout=io.StringIO())
    assert caught.value.returncode == 1
    assert {model: model._base_manager.count() for model in MODELS.values()} == before
    return err.getvalue().splitlines()


def test_the_shipped_files_are_loaded_whole(files: Path) -> None:
    said = run()
    for name, model in MODELS.items():
        rows = read_rows(files / f"{name}.csv")
        assert model._base_manager.count() == len(rows), name
        assert f"{name}: {len(rows)} read, {len(rows)} created, 0 changed, 0 unchanged" in said
    township = Township.objects.get(slug="japan-industrial-township")
    assert (township.acres, township.district.code, township.position) == (Decimal("519.55"), "tumakuru", 0)
    assert [segment.code for segment in township.focus.all()] == ["components"]
    assert set(township.sources.values_list("code", flat=True)) == {"F31", "F32", "F33", "F37", "F38", "F40", "F41"}
    with translation.override("ja"):
        assert township.name == "日本工業団地(ジャパン・インダストリアル・タウンシップ)"
        assert township.notes == township.notes_en
    step = ProjectStep.objects.get(project__slug="tkm-third-plant")
    assert (step.stage, step.amount_inr_crore, step.jobs, step.on, step.source.code) == (
        "approved",
        Decimal("3237.30"),
        2000,
        date(2023, 11, 21),
        "F78",
    )


def test_partial_dates_keep_their_precision_and_claims_stay_claims() -> None:
    run()
    davos = Meeting.objects.get(key="2024-01-davos")
    assert (davos.date, davos.date_precision) == (date(2024, 1, 1), "month")
    committee = Meeting.objects.get(key="shlcc-62")
    assert (committee.date, committee.date_precision, committee.sort_date) == (None, "unknown", date(1, 1, 1))
    ends = Claim.objects.filter(measure="end_date", subject="pm-e-drive").order_by("value_date")
    assert [(claim.value_date, claim.value, claim.as_of_precision) for claim in ends] == [
        (date(2026, 3, 31), None, "year"),
        (date(2028, 3, 31), None, "day"),
    ]
    areas = Claim.objects.about("township", "japan-industrial-township").filter(measure="area")
    assert len({claim.value for claim in areas}) > 1


def test_a_reported_meeting_names_who_was_there_and_causes_nothing() -> None:
    run()
    meeting = Meeting.objects.get(key="2024-01-10-japanese-parliamentarians")
    assert (meeting.state, meeting.starts_at, meeting.owner, meeting.outcome) == ("reported", None, None, meeting.shared_summary)
    assert meeting.segments.count() == 5
    assert set(meeting.organisations.values_list("slug", "kind")) == {
        ("japanese-parliamentary-delegation", "named_only"),
        ("consulate-japan", "consulate"),
    }
    guests = meeting.attendances.filter(side="guest").order_by("position")
    assert [row.contact.name for row in guests][0::4] == ["Taro", "Nakane Tsutomu"]
    assert (guests[0].office, guests[0].note) == ("Member of Parliament", "given name only in the press")
    assert meeting.attendances.filter(side="host").count() == 3
    assert Contact.objects.filter(name="Nakane Tsutomu").count() == 1
    assert Attendance.objects.filter(contact__isnull=True, office="Commissioner for Industrial Development").count() == 1
    assert {row.organisation.slug for row in Attendance.objects.filter(contact__name__in=["Ger", "Wang"])} == {"tecc"}
    assert Meeting.objects.get(key="2024-09-12-nidec-addition").companies.get().slug == "nidec"
    assert not Event.objects.exists() and not Delivery.objects.exists() and not FollowUp.objects.exists()


def test_a_second_load_changes_nothing_and_says_so() -> None:
    run()
    events = [
        apps.get_model(*name)
        for name in (("sectors", "SegmentEvent"), ("investors", "MeetingEvent"), ("investors", "AttendanceEvent"))
    ]
    before = [model.objects.count() for model in events]
    said = run()
    assert said.endswith("Nothing changed.\n")
    assert "meetings: 26 read, 0 created, 0 changed, 26 unchanged" in said
    assert [model.objects.count() for model in events] == before


def test_changed_cells_update_their_rows_and_nothing_else(files: Path, spoil: Callable[..., int]) -> None:
    run(files)
    spoil("townships.csv", acres="520.10", focus="components|oem", name_kn="")
    spoil("projects.csv", stage="production", jobs="2100")
    spoil("projects.csv", 5, stage="stated_interest")
    spoil("meetings.csv", guest_people="Sugita (Consul General of Japan)|Ono Keiichi (Ambassador of Japan)", outcome_en="More.")
    said = run(files)
    assert "townships: 18 read, 0 created, 1 changed, 17 unchanged" in said
    assert "projects: 26 read, 0 created, 2 changed, 24 unchanged" in said
    assert "meetings: 26 read, 0 created, 1 changed, 25 unchanged" in said
    assert "segments: 35 read, 0 created, 0 changed, 35 unchanged" in said
    township = Township.objects.get(slug="japan-industrial-township")
    assert (township.acres, township.name_kn, township.focus.count()) == (Decimal("520.10"), None, 2)
    assert dict(ProjectStep.objects.filter(project__slug="tkm-third-plant").values_list("stage", "jobs")) == {
        "approved": 2000,
        "production": 2100,
    }
    assert list(ProjectStep.objects.filter(project__slug="honda-electric-two-wheelers").values_list("stage", flat=True)) == [
        "stated_interest"
    ]
    meeting = Meeting.objects.get(key="2021-02-19-ficci-forum")
    assert (meeting.attendances.count(), meeting.shared_summary, meeting.version) == (2, "More.", 2)
    assert run(files).endswith("Nothing changed.\n")


def test_a_meeting_taken_over_is_left_alone_and_named(cast: object, files: Path, spoil: Callable[..., int]) -> None:
    run(files)
    day = date(2021, 2, 19)
    Meeting.objects.filter(key="2021-02-19-ficci-forum").update(
        state="held", owner=cast.officer, title="Ours", starts_at="2021-02-19T10:00Z", date=day
    )  # type: ignore[attr-defined]
    spoil("meetings.csv", title_en="Theirs", guest_people="", guest_organisations="")
    assert "1 left alone because officials have taken them over: 2021-02-19-ficci-forum" in run(files)
    meeting = Meeting.objects.get(key="2021-02-19-ficci-forum")
    assert (meeting.title, meeting.attendances.count(), meeting.organisations.count()) == ("Ours", 1, 3)


def test_other_column_order_bom_crlf_and_unknown_columns_load_the_same(files: Path) -> None:
    run()
    for path in files.glob("*.csv"):
        rows = [{**row, "colour": "blue"} for row in read_rows(path)]
        write_rows(path, rows, sorted(rows[0], reverse=True))
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (files / "birds.csv").write_text("a\n")
    said = run(files)
    assert said.endswith("Nothing changed.\n")
    assert "segments.csv: unknown columns ignored: colour" in said
    assert "birds.csv: unknown file ignored" in said


def test_translations_of_any_field_and_four_byte_characters_are_kept(files: Path) -> None:
    rows = read_rows(files / "segments.csv")
    write_rows(files / "segments.csv", [{**row, "summary_ja": "𠮷野の電池\n二行目"} for row in rows])
    run(files)
    segment = Segment.objects.get(code="battery-cell")
    assert segment.summary_ja == "𠮷野の電池\n二行目"
    assert Segment._base_manager.values_list("summary", "summary_en").get(pk=segment.pk)[0] == segment.summary_en


def test_a_parent_may_come_after_its_child_and_order_follows_the_file(files: Path) -> None:
    rows = read_rows(files / "segments.csv")
    write_rows(files / "segments.csv", rows[::-1])
    run(files)
    assert [segment.code for segment in Segment.objects.all()] == [row["code"] for row in rows[::-1]]


def test_a_subset_of_files_refers_to_what_is_stored(files: Path, tmp_path: Path) -> None:
    few = tmp_path / "few"
    few.mkdir()
    (few / "incentives.csv").write_bytes((files / "incentives.csv").read_bytes())
    assert any("no known policy" in line for line in refused(few))
    run()
    assert run(few).endswith("Nothing changed.\n")


BAD = [
    ("segments.csv", {"parent_code": "nowhere"}, "parent_code", "no known segment"),
    ("segments.csv", {"code": ""}, "code", "found nothing"),
    ("segments.csv", {"code": "a b"}, "code", "found “a b”"),
    ("segments.csv", {"code": "x" * 61}, "code", "at most 60 characters"),
    ("segments.csv", {"name_en": ""}, "name_en", "cannot be blank"),
    ("segments.csv", {"name_en": "x" * 201}, "name_en", "at most 200 characters"),
    ("segments.csv", {"name_en": "two\nlines"}, "name_en", "one line"),
    ("segments.csv", {"name_ja": "x\u202ey"}, "name_ja", "reading direction"),
    ("segments.csv", {"translation_status": "perfect"}, "translation_status", "allowed: draft, checked"),
    ("segments.csv", {"source_ids": "F1|F99999"}, "source_ids", "no known source"),
    ("segments.csv", {"source_ids": "F1||F2"}, "source_ids", "separated by |"),
    ("segments.csv", {"source_ids": "F1|F1"}, "source_ids", "twice"),
    ("sources.csv", {"url": "ftp://example.org/x"}, "url", "https://"),
    ("sources.csv", {"url": "javascript:alert(1)"}, "url", "https://"),
    ("sources.csv", {"url": "https://[bad"}, "url", "https://"),
    ("sources.csv", {"date": "2024-02-30"}, "date", "found “2024-02-30”"),
    ("sources.csv", {"date": "10.1.2024"}, "date", "a date like"),
    ("sources.csv", {"date": "0000"}, "date", "a date like"),
    ("districts.csv", {"lat": "91"}, "lat", "from -90 to 90"),
    ("districts.csv", {"lon": "-180.1"}, "lon", "from -180 to 180"),
    ("districts.csv", {"note": "bell\u0007"}, "note", "control characters"),
    ("townships.csv", {"acres": "1e400"}, "acres", "plain digits"),
    ("townships.csv", {"acres": "NaN"}, "acres", "plain digits"),
    ("townships.csv", {"acres": "Infinity"}, "acres", "plain digits"),
    ("townships.csv", {"acres": "1,490.65"}, "acres", "plain digits"),
    ("townships.csv", {"acres": "٥١٩٬٥٥"}, "acres", "plain digits"),
    ("townships.csv", {"acres": "1.234"}, "acres", "decimal place"),
    ("townships.csv", {"acres": "12345678901234"}, "acres", "digits"),
    ("townships.csv", {"acres": "0"}, "acres", "above zero"),
    ("townships.csv", {"district_code": ""}, "district_code", "the key of a district"),
    ("policies.csv", {"in_force_to": "2020"}, "in_force_to", "ends after it starts"),
    ("incentives.csv", {"rate_percent": "-1"}, "rate_percent", "0 or more"),
    ("incentives.csv", {"kind": "two words"}, "kind", "letters a to z"),
    ("opportunities.csv", {"segments": ""}, "segments", "at least one"),
    (
        "opportunities.csv",
        {"investment_min_inr_crore": "5", "investment_max_inr_crore": "4"},
        "investment_max_inr_crore",
        "not below",
    ),
    ("companies.csv", {"country_code": "Japan"}, "country_code", "two capital letters"),
    ("projects.csv", {"stage": "dream"}, "stage", "stated_interest, mou"),
    ("projects.csv", {"jobs": "-5"}, "jobs", "whole number"),
    ("projects.csv", {"jobs": "99999999999"}, "jobs", "less than or equal"),
    ("projects.csv", {"amount_inr_crore": "1.005"}, "amount_inr_crore", "decimal place"),
    ("claims.csv", {"subject": "elsewhere", "subject_kind": "township"}, "subject", "no known township"),
    ("claims.csv", {"subject_kind": "planet"}, "subject_kind", "allowed: state, country"),
    ("claims.csv", {"unit": "date", "value": "525"}, "value", "a date like"),
    ("claims.csv", {"value": ""}, "value", "found nothing"),
    ("claims.csv", {"status": "rumour"}, "status", "allowed: reported"),
    ("meetings.csv", {"end_date": "2021-02-18"}, "end_date", "not before the first"),
    ("meetings.csv", {"end_date": "2021"}, "end_date", "a day like"),
    ("meetings.csv", {"guest_people": "Taro (MP"}, "guest_people", "Name (Post, note)"),
    ("meetings.csv", {"guest_people": "A B (MP)|A B (MP, again)"}, "guest_people", "twice at one meeting"),
    ("meetings.csv", {"state_people": "x" * 301}, "state_people", "at most 300"),
    ("meetings.csv", {"guest_organisations": "x" * 201}, "guest_organisations", "at most 200"),
    ("meetings.csv", {"topics": "x" * 201}, "topics", "at most 200"),
    ("meetings.csv", {"date_basis": ""}, "date_basis", "allowed: event"),
]


@pytest.mark.parametrize(("name", "cells", "column", "said"), BAD)
def test_a_bad_cell_is_named_and_nothing_is_loaded(
    files: Path, spoil: Callable[..., int], name: str, cells: dict[str, str], column: str, said: str
) -> None:
    line = spoil(name, **cells)
    lines = [text for text in refused(files) if text.startswith(f"{name}, line {line}, column “{column}”: ")]
    assert lines and said in lines[0]


def test_duplicate_keys_name_both_lines_and_physical_lines_are_counted(files: Path, spoil: Callable[..., int]) -> None:
    spoil("segments.csv", 0, summary_en="one\ntwo\nthree")
    line = spoil("segments.csv", 3, code="battery-cell")
    assert line == 7
    assert "segments.csv, line 7, column “code”: found “battery-cell”, which line 2 has already." in refused(files)


def test_a_missing_column_is_named_without_a_flood_of_followers(files: Path) -> None:
    rows = read_rows(files / "sources.csv")
    write_rows(files / "sources.csv", rows, None)
    write_rows(files / "sources.csv", [{k: v for k, v in row.items() if k != "id"} for row in rows])
    said = refused(files)
    assert len(said) == 1 and said[0].startswith("sources.csv, line 1, column “id”: This column is missing. The header has: url")


def test_segments_that_are_part_of_themselves_are_refused(files: Path, spoil: Callable[..., int]) -> None:
    spoil("segments.csv", 0, parent_code="battery-cells")
    assert refused(files) == [
        "segments.csv, line 2, column “parent_code”: A segment is part of itself: battery-cell → battery-cells → battery-cell"
    ]


def test_all_errors_are_told_at_once_and_bounded(files: Path, spoil: Callable[..., int]) -> None:
    spoil("townships.csv", lat="north", lon="east")
    rows = read_rows(files / "claims.csv")
    write_rows(files / "claims.csv", [{**row, "value": "much"} for row in rows])
    said = refused(files)
    assert len(said) == 51
    assert said[0].startswith("townships.csv, line 2, column “lat”")
    assert said[-1] == "… and 56 more errors."


def test_a_directory_without_any_file_or_none_at_all_is_an_error(tmp_path: Path) -> None:
    assert "There is none of these files: sources.csv" in refused(tmp_path)[0]
    assert "cannot be read" in refused(tmp_path / "nowhere")[0]


def multiplied(files: Path, times: int) -> Path:
    """The same state many times over: keys, and all that refers to them, get a number. Sources and districts stay single."""
    keys = {
        "segments": "code",
        "townships": "slug",
        "policies": "slug",
        "incentives": "slug",
        "opportunities": "slug",
        "organisations": "slug",
    }
    keys |= {"companies": "slug", "establishments": "key", "projects": "slug", "meetings": "key", "claims": "key"}
    names = {"companies": "name", "organisations": "name_en"}
    refers = (
        "parent_code",
        "segments",
        "townships",
        "focus",
        "policy_slug",
        "policy_slugs",
        "applies_to_segments",
        "company_slug",
        "township_slug",
        "subject",
    )
    for stem, key in keys.items():
        rows = read_rows(files / f"{stem}.csv")
        more = []
        for number in range(times):
            end = f"-x{number}" if number else ""
            for row in rows:
                copy = dict(row)
                for column in (key, *refers):
                    if copy.get(column):
                        copy[column] = "|".join(item[:90] + end for item in copy[column].split("|"))
                if stem == "meetings":
                    copy["guest_organisations"] = "|".join(item + end for item in copy["guest_organisations"].split("|") if item)
                if stem in names:
                    copy[names[stem]] += end
                more.append(copy)
        with (files / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(more)
    return files


def test_thirty_times_the_rows_take_hardly_more_statements(files: Path) -> None:
    with CaptureQueriesContext(connection) as once:
        load_reference()
    began = monotonic()
    with CaptureQueriesContext(connection) as many:
        outcome = load_reference(multiplied(files, 30))
    assert outcome.created > 9_000
    # Batches, never rows: less than one more statement for two hundred more rows.
    assert len(many) <= len(once) + outcome.created // 200
    assert monotonic() - began < 60
    with CaptureQueriesContext(connection) as again:
        assert load_reference(files).created == 0
    assert len(again) <= len(once) + 10


def test_bodies_are_found_by_slug_and_several_of_one_name_are_refused(files: Path, spoil: Callable[..., int]) -> None:
    spoil("companies.csv", 1, name="Toyota Kirloskar Motor")
    line = next(number for number, row in enumerate(read_rows(files / "meetings.csv")) if row["key"] == "2023-11-21-toyota-mou")
    spoil("meetings.csv", line, guest_organisations="Toyota Kirloskar Motor")
    assert any(
        "the name of several; write one of their slugs: toyota-kirloskar-auto-parts, toyota-kirloskar-motor" in text
        for text in refused(files)
    )
    spoil("meetings.csv", line, guest_organisations="toyota-kirloskar-motor|東京商工会")
    run(files)
    assert Meeting.objects.get(key="2023-11-21-toyota-mou").companies.get().slug == "toyota-kirloskar-motor"
    assert Organisation.objects.get(name_en="東京商工会").kind == "named_only"
    assert run(files).endswith("Nothing changed.\n")
