"""Narrowing lists of accounts and invitations."""

import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core import clock
from portal.core.filters import FilterSet, text_filter, words

from ..models import Invitation, Role, User

ACTIVE = [("true", pgettext_lazy("account", "active")), ("false", pgettext_lazy("account", "disabled"))]


class PeopleFilter(FilterSet):
    q = text_filter()
    role = django_filters.ChoiceFilter(choices=Role, label=_("Role"))
    active = django_filters.ChoiceFilter(choices=ACTIVE, method="is_active", label=pgettext_lazy("account", "State"))

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return queryset.filter(words(value, "name", "email"))

    def is_active(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return queryset.filter(is_active=value == "true")


class InvitationFilter(FilterSet):
    q = text_filter()
    role = django_filters.ChoiceFilter(choices=Role, label=_("Role"))
    state = django_filters.ChoiceFilter(choices=Invitation.State, method="in_state", label=pgettext_lazy("account", "State"))

    class Meta:
        model = Invitation
        fields: list[str] = []

    def search(self, queryset: QuerySet[Invitation], name: str, value: str) -> QuerySet[Invitation]:
        return queryset.filter(words(value, "name", "email"))

    def in_state(self, queryset: QuerySet[Invitation], name: str, value: Any) -> QuerySet[Invitation]:
        now: datetime.datetime = clock.now()
        if value == Invitation.State.ACCEPTED:
            return queryset.filter(accepted_at__isnull=False)
        if value == Invitation.State.REVOKED:
            return queryset.filter(revoked_at__isnull=False)
        pending = queryset.filter(accepted_at__isnull=True, revoked_at__isnull=True)
        return pending.filter(expires_at__gt=now) if value == Invitation.State.OPEN else pending.filter(expires_at__lte=now)
