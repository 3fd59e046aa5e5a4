"""Logging and editing a meeting."""

import re
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.drafts.open_forms import drafted
from portal.core.errors import Stale
from portal.core.open_form import open_form_of
from portal.core.views.verbs import impossible

from ..actions import meetings as actions
from ..actions.rights import may_change_meeting
from ..actions.takeover import candidates
from ..forms.meeting_choices import MeetingChoices
from ..forms.meeting_difference import differences
from ..forms.meeting_initial import initial_of, open_commitments, read_meeting
from ..forms.meeting_sheet import COMMITMENTS, GUESTS, HOSTS, ROWS, MeetingSheet, starts_with
from ..forms.meetings import SEPARATE
from ..forms.rows import count, with_row, without_row
from ..models import Meeting
from .access import for_writers
from .official import official

_REMOVE = re.compile(r"([a-z]+)-(\d{1,4})")
_EMPTY_ROWS: dict[str, Any] = {GUESTS: [{}], HOSTS: [{}], COMMITMENTS: [{}]}


@drafted(gettext_lazy("Log a meeting"))
@for_writers
def meeting_create(request: HttpRequest) -> HttpResponse:
    """Log a meeting. `?takes_over=<id>` starts with what a source reported of it."""
    by, choices = official(request), MeetingChoices.load()
    if request.method != "POST":
        return _opened(request, choices=choices, by=by, initial=_start(request, choices))
    if again := _rows_changed(request, choices=choices, by=by):
        return again
    sheet = MeetingSheet(choices=choices, by=by, data=request.POST)
    valid = sheet.is_valid()
    taken, asked = _takeover(sheet)
    if valid and not asked:
        try:
            with transaction.atomic():
                meeting = actions.log_meeting(
                    data=sheet.data(),
                    by=by,
                    submission=sheet.form.cleaned_data.get("submission"),
                    takes_over=taken,
                    draft="draft" in request.POST,
                )
                _settle(request)
        except ValidationError as error:
            sheet.refuse(error)
        else:
            return _saved(request, sheet, meeting)
    return _page(request, sheet, asked=asked)


@drafted(gettext_lazy("Edit meeting"))
@for_writers
def meeting_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a meeting. Who saved meanwhile is not overwritten: both texts are shown."""
    by = official(request)
    meeting = _stored(pk)
    if meeting.state == Meeting.State.REPORTED:
        return redirect(f"{reverse('investors:meeting_create')}?takes_over={meeting.pk}")
    if not may_change_meeting(by, meeting):
        raise PermissionDenied
    if meeting.is_closed:
        return impossible(request, _("This meeting is cancelled; it stays as it was."), meeting.get_absolute_url())
    choices, commitments = MeetingChoices.load(), open_commitments(meeting)
    _offer_stored(choices, meeting, commitments)
    if request.method != "POST":
        return _opened(request, choices=choices, by=by, initial=initial_of(meeting, commitments), meeting=meeting)
    if again := _rows_changed(request, choices=choices, by=by, meeting=meeting):
        return again
    sheet = MeetingSheet(choices=choices, by=by, data=request.POST, stored_commitments=commitments)
    more: dict[str, Any] = {}
    if sheet.is_valid():
        try:
            with transaction.atomic():
                saved = actions.edit_meeting(
                    meeting=meeting,
                    data=sheet.data(),
                    version=sheet.form.cleaned_data.get("version") or 0,
                    by=by,
                    publish="draft" not in request.POST,
                )
                _settle(request)
        except Stale:
            sheet, more = _stale(request, pk, choices, by)
        except ValidationError as error:
            sheet.refuse(error)
        else:
            return _saved(request, sheet, saved)
    return _page(request, sheet, meeting=meeting, **more)


def _opened(
    request: HttpRequest, *, choices: MeetingChoices, by: Any, initial: dict[str, Any], meeting: Meeting | None = None
) -> HttpResponse:
    """The page as it is opened: with what is stored, or with what was typed earlier and kept, beside what has changed since."""
    sheet = MeetingSheet(choices=choices, by=by, initial=initial)
    opened = open_form_of(request)
    typed = None
    if opened is not None:
        opened.start(initial)
        typed = opened.text
    if opened is None or typed is None:
        return _page(request, sheet, meeting=meeting)
    # Another page may hold the same text: what each of them saves is its own, and knows the row as it is now.
    typed["submission"] = str(uuid4())
    typed["version"] = str(meeting.version) if meeting is not None else ""
    yours = MeetingSheet(choices=choices, by=by, data=typed, quiet=True)
    versions = differences(yours, sheet) if opened.is_changed else []
    return _page(request, yours, meeting=meeting, versions=versions)


def _settle(request: HttpRequest) -> None:
    opened = open_form_of(request)
    if opened is not None:
        opened.settle()


def _stored(pk: UUID) -> Meeting:
    try:
        return read_meeting(pk)
    except Meeting.DoesNotExist as error:
        raise Http404 from error


def _start(request: HttpRequest, choices: MeetingChoices) -> dict[str, Any]:
    try:
        pk = UUID(request.GET.get("takes_over", ""))
    except ValueError:
        return {"meeting": {}, **_EMPTY_ROWS}
    meeting = _stored(pk)
    if meeting.state != Meeting.State.REPORTED:
        raise Http404
    _offer_stored(choices, meeting, [])
    known = initial_of(meeting, [])
    return {**known, **{name: known[name] or [{}] for name in ROWS}}


def _offer_stored(choices: MeetingChoices, meeting: Meeting, commitments: list[Any]) -> None:
    """What the meeting names already is offered, also where it lies beyond the bound of the lists."""
    if meeting.delegation and meeting.delegation not in choices.delegations:
        choices.delegations.append(meeting.delegation)
    for commitment in commitments:
        if commitment.answered_for_by not in choices.users:
            choices.users.append(commitment.answered_for_by)
    choices.include_places(
        townships=meeting.township_slugs,
        opportunities=meeting.opportunity_slugs,
        segments=meeting.segment_codes,
    )


def _rows_changed(
    request: HttpRequest, *, choices: MeetingChoices, by: Any, meeting: Meeting | None = None
) -> HttpResponse | None:
    """The page again with one row more or less and everything typed; None when the post asks for neither."""
    add, remove = request.POST.get("add_row", ""), _REMOVE.fullmatch(request.POST.get("remove_row", ""))
    if add in ROWS:
        data, focus = with_row(request.POST, add, starts_with(add, by)), f"{add}-{count(request.POST, add)}"
    elif remove and remove[1] in ROWS:
        data, focus = without_row(request.POST, remove[1], int(remove[2])), f"{remove[1]}-add"
    else:
        return None
    return _page(request, MeetingSheet(choices=choices, by=by, data=data, quiet=True), meeting=meeting, focus=focus)


def _takeover(sheet: MeetingSheet) -> tuple[Meeting | None, bool]:
    """(the reported meeting to take over, whether the question must be asked first)."""
    chosen = str(sheet.form.cleaned_data.get("takes_over") or "")
    date = sheet.form.cleaned_data.get("date")
    if chosen == SEPARATE or date is None:
        if chosen == SEPARATE:
            sheet.form.offer([])
        return None, False
    reported: list[Meeting] = []
    try:
        reported = list(Meeting.objects.filter(pk=UUID(chosen), state=Meeting.State.REPORTED))
    except ValueError:
        companies = [*sheet.companies, *(form.company for form in sheet.attendance_forms if form.company)]
        bodies = [*sheet.organisations, *(form.organisation for form in sheet.attendance_forms if form.organisation)]
        reported = list(candidates(date, companies, bodies)[:5])
        if reported:
            sheet.form.offer(reported)
            sheet.form.add_error("takes_over", _("This meeting may be known from the press already. Say whether it is the same."))
        return None, bool(reported)
    if reported:
        sheet.form.offer(reported)
    # A meeting that somebody took over meanwhile: log_meeting answers a repeated post, and refuses any other.
    known = reported or list(Meeting.objects.filter(pk=UUID(chosen)))
    return (known[0] if known else None), False


def _saved(request: HttpRequest, sheet: MeetingSheet, meeting: Meeting) -> HttpResponse:
    messages.success(request, _("Saved: the meeting, its promises and every follow-up."))
    if sheet.new_bodies:
        messages.info(request, _("New here: %(names)s.") % {"names": ", ".join(sheet.new_bodies)})
    return redirect("investors:meeting", meeting.pk)


def _stale(request: HttpRequest, pk: UUID, choices: MeetingChoices, by: Any) -> tuple[MeetingSheet, dict[str, Any]]:
    """What was typed, beside what is stored now. The form then knows the newer version: saving again is a decision."""
    now = _stored(pk)
    theirs = MeetingSheet(choices=choices, by=by, initial=initial_of(now, open_commitments(now)))
    data = request.POST.copy()
    data["version"] = str(now.version)
    yours = MeetingSheet(choices=choices, by=by, data=data, quiet=True)
    return yours, {"versions": differences(yours, theirs), "is_stale": True}


def _page(request: HttpRequest, sheet: MeetingSheet, *, meeting: Meeting | None = None, **more: Any) -> HttpResponse:
    context = {
        "opened": open_form_of(request),
        "sheet": sheet,
        "form": sheet.form,
        "meeting": meeting,
        "parts": [
            ("what", _("What and when")),
            ("where", _("Where")),
            ("bodies", _("With whom")),
            (GUESTS, _("Guests")),
            (HOSTS, _("State side")),
            ("about", _("About what")),
            (COMMITMENTS, _("Commitments")),
            ("result", _("Outcome and notes")),
        ],
        "asked": False,
        "is_stale": False,
        "versions": [],
        "focus": "",
        "is_draft": meeting is None or meeting.state == Meeting.State.DRAFT,
        **more,
    }
    return render(request, "investors/meetings/form.html", context)
