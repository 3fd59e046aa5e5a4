"""What people have typed and not yet saved."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThanOrEqual
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.core.ids import uuid7

from ..viewer import Viewer

# How much one form may hold: no less than a post may carry at all, counted in characters of JSON.
MOST_CHARACTERS = 1_000_000
# How many forms of one person are kept, and for how long after the last key was struck.
MOST = 50
DAYS = 30
# A form that was saved is remembered without its text, so that a late autosave of it is not taken for new text.
REMEMBERED = datetime.timedelta(days=1)


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, viewer: Viewer) -> "DraftQuerySet":
        """One's own and nobody else's, whatever the role."""
        return self.filter(owner_id=viewer.user_id, settled_at__isnull=True)

    def newest_first(self) -> "DraftQuerySet":
        return self.order_by("-updated_at", "-id")

    def over(self, now: datetime.datetime) -> "DraftQuerySet":
        """What is no longer kept."""
        return self.filter(
            Q(settled_at__lte=now - REMEMBERED) | Q(settled_at__isnull=True, updated_at__lte=now - datetime.timedelta(days=DAYS))
        )


class Draft(models.Model):
    """The fields of one form as one open page of it held them last: raw, unjudged, private to whoever typed them.

    `address` is the page's own, without the language; `base` is a digest of what the form started with, so that it can be told
    whether the row behind it has changed meanwhile. Two open pages of the same form are two drafts: neither overwrites the other.
    No history is kept of it: it changes every few seconds, is nobody's record, and is meant to vanish.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("owner"))
    address = models.CharField(max_length=300)
    data = models.JSONField(default=dict)
    base = models.CharField(max_length=64)
    updated_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("text not yet saved")
        verbose_name_plural = _("texts not yet saved")
        indexes = [
            models.Index(F("owner"), F("updated_at").desc(), name="drafts_draft_newest"),
            models.Index(fields=["updated_at"], name="drafts_draft_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(data={}),
                name="drafts_draft_settled_is_empty",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(Cast("data", models.TextField())), MOST_CHARACTERS),
                name="drafts_draft_bounded",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def posted(self) -> QueryDict:
        """The fields as a form reads them from a post."""
        found = QueryDict(mutable=True)
        values: Any
        for name, values in self.data.items():
            found.setlist(name, values)
        return found

    @property
    def prose(self) -> list[str]:
        """What a person wrote, as far as it can be told from codes, dates and ids: for who can no longer open the form."""
        texts = [value.strip() for values in self.data.values() for value in values]
        return list(dict.fromkeys(text for text in texts if text and (" " in text or "\n" in text or not text.isascii())))
