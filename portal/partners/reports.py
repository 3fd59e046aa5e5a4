"""Rows across keys and people, for one page each."""

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portal.core.expressions import Moment

from .models import ApiKey, Partner, PartnerMembership


def partner_rows(queryset: QuerySet[Partner]) -> QuerySet[Partner]:
    """Partners with the numbers of their living keys and of their people."""
    living = ApiKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=Moment()), partner=OuterRef("pk"), revoked_at=None)
    people = PartnerMembership.objects.current().filter(partner=OuterRef("pk"))
    return queryset.annotate(
        **{
            name: Coalesce(
                Subquery(rows.order_by().values("partner").values(n=Count("pk")), output_field=IntegerField()), Value(0)
            )
            for name, rows in (("living_keys", living), ("people", people))
        }
    )
