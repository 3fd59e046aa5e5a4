"""Visits and missions."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.core import saving

from ..models import Company, Delegation, Organisation
from .rights import may_log, require

FIELDS = ("name", "country_code", "starts_on", "ends_on", "note", "is_example")


@transaction.atomic
def create_delegation(
    *,
    by: User,
    name: str,
    country_code: str = "",
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    note: str = "",
    is_example: bool = False,
    companies: Sequence[Company] = (),
    organisations: Sequence[Organisation] = (),
) -> Delegation:
    """Record a visit. Raises NotYours and ValidationError."""
    require(may_log(by))
    delegation = Delegation(
        name=name, country_code=country_code, starts_on=starts_on, ends_on=ends_on, note=note, is_example=is_example
    )
    delegation.full_clean()
    saving.insert([delegation])
    add_parties(delegation, companies, organisations)
    return delegation


@transaction.atomic
def edit_delegation(
    *,
    delegation: Delegation,
    by: User,
    companies: Sequence[Company] | None = None,
    organisations: Sequence[Organisation] | None = None,
    **changes: object,
) -> Delegation:
    """Change a visit; `changes` are fields of FIELDS. Raises NotYours and ValidationError."""
    require(may_log(by))
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    for field, value in changes.items():
        if field not in FIELDS:
            raise TypeError(field)
        setattr(delegation, field, value)
    delegation.full_clean()
    saving.update(delegation, list(changes) or ["name"])
    if companies is not None:
        delegation.companies.set(companies)
    if organisations is not None:
        delegation.organisations.set(organisations)
    return delegation


def add_parties(delegation: Delegation, companies: Sequence[Company], organisations: Sequence[Organisation]) -> None:
    """Add who came to a visit; those already listed stay. At most two statements."""
    if companies:
        came: Any = Delegation.companies.through
        came.objects.bulk_create([came(delegation=delegation, company=c) for c in companies], ignore_conflicts=True)
    if organisations:
        sent: Any = Delegation.organisations.through
        sent.objects.bulk_create([sent(delegation=delegation, organisation=o) for o in organisations], ignore_conflicts=True)
