"""What may stand in a text field, whichever door it came through.

Kept as typed: every letter of every script, joiners that Kannada needs, markup (it is inert: pages and mails escape it).
Refused, because nobody typed them on purpose and they deceive readers or break mail headers and databases: control
characters, bidirectional overrides (CVE-2021-42574 shows the trick), lone surrogates.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

_CONTROL_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_IN_PROSE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DIRECTION_OVERRIDE = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@deconstructible
class PlainText:
    """Validator for human text. `lines=True` allows line breaks and tabs."""

    def __init__(self, *, lines: bool = False) -> None:
        self.lines = lines

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlainText) and other.lines == self.lines

    def __hash__(self) -> int:
        return hash((PlainText, self.lines))

    def __call__(self, value: str) -> None:
        if _SURROGATE.search(value):
            raise ValidationError(_("This text holds half of a character. Type it again."), code="surrogate")
        if (_CONTROL_IN_PROSE if self.lines else _CONTROL_IN_LINE).search(value):
            message = (
                _("This text holds control characters. Remove them.")
                if self.lines
                else _("Use one line without control characters.")
            )
            raise ValidationError(message, code="control_characters")
        if _DIRECTION_OVERRIDE.search(value):
            raise ValidationError(
                _("This text holds characters that reverse the reading direction. Remove them."), code="direction"
            )
