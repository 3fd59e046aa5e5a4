"""What a password must be like. The rules are Django's; the sentences are ours, in every language of the portal."""

from typing import Any

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(password_validation.MinimumLengthValidator):
    """A long one is worth more than an odd one."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: it needs at least %(number)d character.",
            "This password is too short: it needs at least %(number)d characters.",
            self.min_length,
        ) % {"number": self.min_length}

    def get_help_text(self) -> str:
        return ngettext(
            "At least %(number)d character. Several words in a row are easy to remember and hard to guess.",
            "At least %(number)d characters. Several words in a row are easy to remember and hard to guess.",
            self.min_length,
        ) % {"number": self.min_length}


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of those that are tried first."""

    def get_error_message(self) -> str:
        return _("Many people use this password, so it is tried first. Choose another one.")


class NotAboutYou(password_validation.UserAttributeSimilarityValidator):
    """Not the person's own name or address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"user_attributes": ("email", "name"), **options})

    def get_error_message(self) -> str:
        return _("This password is too much like your name or your address. Choose another one.")
