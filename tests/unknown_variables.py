"""An unknown template variable is a mistake, not an empty string.

Django asks `string_if_invalid` what to print instead. Ours refuses, but only in templates of this house: those of Django's
administration and of libraries lean on the silence. `{% if maybe %}` stays allowed, for there Django does not ask.
"""

import sys
from pathlib import Path

from django.template import engines

OURS = str(Path(__file__).resolve().parents[1] / "templates")


class UnknownTemplateVariable(AssertionError):
    """A template of ours prints, filters or hands on what its context does not hold."""


class Refusal(str):
    """Stands in for `string_if_invalid`; what Django formats with it is the variable's name."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __bool__(self) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        # The asker is FilterExpression.resolve; its context knows the template at work (an included one, not the page).
        context = sys._getframe(1).f_locals["context"]
        template = context.render_context.template
        origin = str(template.origin.name) if template is not None else ""
        if origin.startswith(OURS):
            raise UnknownTemplateVariable(f"{origin.removeprefix(OURS).lstrip('/')}: {{{{ {variable} }}}} is not in the context")
        return ""


def refuse_unknown_variables() -> None:
    """From now on, in this process, an unknown variable in a template of ours raises."""
    for backend in engines.all():
        if hasattr(backend, "engine"):
            backend.engine.string_if_invalid = Refusal()
