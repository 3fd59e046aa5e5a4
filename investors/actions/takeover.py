"""Meetings known from the press that an official now logs: one meeting, its sources kept."""

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from ..models import Attendance, Company, Meeting, Organisation


def candidates(date: datetime.date, companies: Iterable[Company], organisations: Iterable[Organisation]) -> "QuerySet[Meeting]":
    """Reported meetings of this day with one of these counterparts (host bodies do not count: they are at every meeting)."""
    company_ids = [c.pk for c in companies]
    organisation_ids = [o.pk for o in organisations if not o.is_host]
    counterpart = (
        Q(pk__in=Meeting.companies.through.objects.filter(company_id__in=company_ids).values("meeting_id"))
        | Q(pk__in=Meeting.organisations.through.objects.filter(organisation_id__in=organisation_ids).values("meeting_id"))
        | Q(pk__in=Attendance.objects.filter(company_id__in=company_ids).values("meeting_id"))
        | Q(pk__in=Attendance.objects.filter(organisation_id__in=organisation_ids).values("meeting_id"))
    )
    same_day = Q(date=date) | Q(date__lte=date, end_date__gte=date)
    return Meeting.objects.filter(same_day, counterpart, state=Meeting.State.REPORTED).newest_first()
