"""What the page of a meeting, a visit or a promise says of its files."""

from typing import Any

from django.http import HttpRequest

from portal.accounts.viewer import viewer_of
from portal.core.models import Attachment

from ..actions import attachments as actions
from ..actions.attachments import Subject
from .official import official


def files_of(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """The files of the row, and whether this official may change them. One statement."""
    return {
        "files": list(Attachment.objects.of(subject)),
        "may_attach": viewer_of(request).may_write
        and actions.may_attach(official(request), subject)
        and not actions.is_closed_to_files(subject),
    }
