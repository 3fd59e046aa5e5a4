"""The answer that hands a file over: a download, never a page."""

import logging

from django.http import FileResponse, Http404

from ..models import Attachment
from .kinds import KINDS

log = logging.getLogger(__name__)
_TYPES = {kind.media_type for kind in KINDS}


def download(attachment: Attachment) -> FileResponse:
    """The file under the name it was given, with the type it was judged to be. Raises Http404 if its bytes are missing.

    Whatever it holds, no browser is to run it in our name: it is always saved, its type is not guessed at, and would it be shown
    all the same, then without rights of any kind.
    """
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError as error:
        log.error("The bytes of attachment %s are missing", attachment.pk)
        raise Http404 from error
    is_known = attachment.media_type.partition(";")[0] in _TYPES
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type if is_known else "application/octet-stream",
    )
    answer.block_size = 65_536
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Download-Options"] = "noopen"
    return answer
