"""Attach a file, say what it is, take it off."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core.attachments.kinds import ENDINGS
from portal.core.attachments.sizes import size_label
from portal.core.forms.verb import VerbForm
from portal.core.models import Attachment
from portal.core.text import PlainText


class DescribeForm(VerbForm):
    """`shareable` offers to show the file to guests; a visit's never are."""

    button = _("Save the change")
    note = forms.CharField(
        label=_("What it is"),
        required=False,
        max_length=200,
        validators=[PlainText()],
        help_text=_("In a few words, if the name of the file does not say it."),
    )
    is_shared = forms.BooleanField(
        label=_("Guests may see it"), required=False, help_text=_("People of the companies that took part can then download it.")
    )

    def __init__(self, *args: Any, shareable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shareable:
            del self.fields["is_shared"]
            self.lay_out()

    @classmethod
    def of(cls, attachment: Attachment) -> dict[str, object]:
        """What the form starts with."""
        return {"note": attachment.note, "is_shared": attachment.is_shared}


class AttachForm(DescribeForm):
    button = _("Attach the file")
    file = forms.FileField(
        label=_("File"),
        # Whether a file is empty, and everything else about it, is judged where its content is.
        allow_empty_file=True,
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
    )
    field_order = ("file", "note", "is_shared")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = size_label(settings.ATTACHMENT_MAX_BYTES)
        self.fields["file"].help_text = _(
            "PDF, PNG, JPEG, WebP, Word, Excel, PowerPoint, OpenDocument, plain text or CSV; at most %(most)s."
        ) % {"most": most}
        self.fields["file"].widget.attrs |= {
            "accept": ",".join(f".{ending}" for ending in ENDINGS),
            "data-max-bytes": str(settings.ATTACHMENT_MAX_BYTES),
            "data-too-large": _("This file is too large; at most %(most)s are taken.") % {"most": most},
        }


class RemoveForm(VerbForm):
    button = _("Remove the file")
    button_kind = "btn-danger"
