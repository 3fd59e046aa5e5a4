"""A whole meeting in one body: who was there, what was promised."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.accounts.models import User
from portal.accounts.viewer import Viewer
from portal.core.api.serializers import DayField, MomentField, StrictBoolean, StrictSerializer, TextField
from sectors.models import Opportunity, Segment, Township

from ..actions.meetings import AttendanceInput, CommitmentInput, MeetingInput
from ..models import Company, Delegation, Meeting, Organisation
from ..models.meeting import Side

MOST_ROWS = 200


def _text(help_text: Any, *, lines: bool = False, required: bool = False, max_length: int = 200) -> TextField:
    if required:
        return TextField(help_text=help_text, lines=lines, max_length=max_length)
    return TextField(help_text=help_text, lines=lines, max_length=max_length, required=False, allow_blank=True, default="")


def _codes(help_text: Any) -> serializers.ListField:
    return serializers.ListField(
        child=TextField(max_length=140), required=False, default=list, max_length=MOST_ROWS, help_text=help_text
    )


def _list_of(kind: type[StrictSerializer], help_text: Any) -> serializers.ListSerializer[Any]:
    return serializers.ListSerializer(child=kind(), required=False, max_length=MOST_ROWS, help_text=help_text)


class AttendanceSerializer(StrictSerializer):
    """Somebody who was there: a name, or an office where the name is not known."""

    component = "NewAttendance"

    side = serializers.ChoiceField(Side.choices, help_text=_("The state or its guests."))
    name = _text(_("In Latin letters, as the person writes it."))
    office = _text(_("The office held that day."), max_length=300)
    company = _text(_("Slug of a company that you may see."), max_length=100)
    organisation = _text(_("Slug of an organisation."), max_length=100)
    new_company = _text(_("Name of a company that is not known yet."))
    new_organisation = _text(_("Name of an organisation that is not known yet."))
    email = _text(_("Address for the minutes; it is never given out."), max_length=254)
    language = serializers.ChoiceField(
        settings.LANGUAGES, required=False, default="en", help_text=_("The language of mails to this person.")
    )
    zone = TextField(required=False, default="Asia/Kolkata", max_length=64, help_text=_("The person's IANA time zone."))
    native_name = _text(_("Name in the person's own script."))
    reading = _text(_("Kana, for Japanese names."))


class CommitmentSerializer(StrictSerializer):
    """One promise. Your desk officer answers for it."""

    component = "NewCommitment"

    text = _text(_("What was promised."), lines=True, required=True, max_length=2000)
    side = serializers.ChoiceField(Side.choices, help_text=_("Whose side promised."))
    promised_by = _text(_("The name of somebody or of a body named in this meeting."), required=True)
    due_on = DayField(help_text=_("When it is due."))
    is_example = StrictBoolean(required=False, default=False, help_text=_("Invented, to try things out."))


class MeetingSerializer(StrictSerializer):
    """A meeting as you state it, with everybody who was there and everything that was promised."""

    component = "NewMeeting"

    title = _text(_("What it was."), required=True)
    kind = serializers.ChoiceField(Meeting.Kind.choices, required=False, default="delegation", help_text=_("Its kind."))
    starts_at = MomentField(help_text=_("When it starts, with the offset."))
    ends_at = MomentField(required=False, allow_null=True, default=None, help_text=_("When it ends."))
    zone = TextField(required=False, default="Asia/Kolkata", max_length=64, help_text=_("The IANA time zone of the place."))
    place = _text(_("Where."), max_length=300)
    country_code = TextField(
        required=False, allow_blank=True, default="IN", max_length=2, help_text=_("In which country (ISO 3166-1).")
    )
    delegation = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text=_("Id of a visit that you belong to.")
    )
    new_delegation = _text(_("Name of a visit that is not known yet."))
    companies = _codes(_("Slugs of companies that you may see."))
    organisations = _codes(_("Slugs of organisations."))
    new_companies = _codes(_("Names of companies that are not known yet."))
    new_organisations = _codes(_("Names of organisations that are not known yet."))
    segments = _codes(_("Codes of segments spoken of."))
    townships = _codes(_("Slugs of townships spoken of."))
    opportunities = _codes(_("Slugs of opportunities spoken of."))
    topics = _codes(_("Other topics."))
    shared_summary = _text(_("What came of it; its guests read it."), lines=True, max_length=20_000)
    attendances = _list_of(AttendanceSerializer, _("Who was there."))
    commitments = _list_of(CommitmentSerializer, _("What was promised."))
    is_example = StrictBoolean(required=False, default=False, help_text=_("Invented, to try things out."))


def input_of(values: dict[str, Any], *, viewer: Viewer, desk_officer: User) -> MeetingInput:
    """What the action takes, every slug turned into a row that the viewer may see.

    One statement per kind of row. Raises serializers.ValidationError at the member that names something else.
    """
    attendances, commitments = values.pop("attendances", []), values.pop("commitments", [])
    errors: dict[str, Any] = {}
    companies = _rows(Company.objects.visible_to(viewer), "slug", [*values["companies"], *(a["company"] for a in attendances)])
    organisations = _rows(
        Organisation.objects.visible_to(viewer), "slug", [*values["organisations"], *(a["organisation"] for a in attendances)]
    )
    links = {
        "companies": companies,
        "organisations": organisations,
        "segments": _rows(Segment.objects.all(), "code", values["segments"]),
        "townships": _rows(Township.objects.all(), "slug", values["townships"]),
        "opportunities": _rows(Opportunity.objects.visible_to(viewer), "slug", values["opportunities"]),
    }
    for name, known in links.items():
        values[name] = _picked(values[name], known, errors, name)
    if (asked := values["delegation"]) is not None:
        values["delegation"] = Delegation.objects.visible_to(viewer).filter(pk=asked).first()
        if values["delegation"] is None:
            errors["delegation"] = [_unknown(str(asked))]
    people = []
    for row in attendances:
        wrong: dict[str, Any] = {}
        for name, known in (("company", companies), ("organisation", organisations)):
            slug = row[name]
            row[name] = known.get(slug)
            if slug and row[name] is None:
                wrong[name] = [_unknown(slug)]
        people.append(wrong)
    if any(people):
        errors["attendances"] = {index: wrong for index, wrong in enumerate(people) if wrong}
    if errors:
        raise serializers.ValidationError(errors)
    return MeetingInput(
        **values,
        attendances=[AttendanceInput(**row) for row in attendances],
        commitments=[
            CommitmentInput(
                text=row["text"],
                side=row["side"],
                promised_by_name=row["promised_by"],
                due_on=row["due_on"],
                is_example=row["is_example"],
                answered_for_by=desk_officer,
            )
            for row in commitments
        ],
    )


def _rows(queryset: QuerySet[Any], lookup: str, codes: Iterable[str]) -> dict[str, Any]:
    wanted = {code for code in codes if code}
    return {getattr(row, lookup): row for row in queryset.filter(**{f"{lookup}__in": wanted})} if wanted else {}


def _picked(codes: list[str], known: dict[str, Model], errors: dict[str, Any], name: str) -> list[Any]:
    wrong = {index: [_unknown(code)] for index, code in enumerate(codes) if code not in known}
    if wrong:
        errors[name] = wrong
        return []
    return list({code: known[code] for code in codes}.values())


def _unknown(code: str) -> serializers.ErrorDetail:
    return serializers.ErrorDetail(_("There is no “%(code)s”, or not for you.") % {"code": code}, code="unknown_row")
