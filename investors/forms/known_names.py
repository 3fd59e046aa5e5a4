"""Typed names and the known companies, organisations and people that bear them: three statements however many are typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q
from django.db.models.functions import Lower
from django.forms import Form
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..actions.parties import same
from ..models import Company, Contact, Organisation

Body = Company | Organisation


class Ambiguous(Exception):
    """More than one row bears this name; the message names them."""


def label_of(row: Body) -> str:
    """A body told apart from its namesakes."""
    return f"{row.name} ({row.slug})"


@dataclass
class KnownNames:
    """What is known under the typed names. Keys are names as `same()` folds them."""

    companies: dict[str, list[Company]] = field(default_factory=dict)
    organisations: dict[str, list[Organisation]] = field(default_factory=dict)
    contacts: dict[str, list[Contact]] = field(default_factory=dict)

    @classmethod
    def of(cls, *, bodies: Iterable[str], people: Iterable[str]) -> "KnownNames":
        """Look all of them up."""
        names = {" ".join(name.split()) for name in bodies if name.strip()}
        return cls(
            companies=_bodies(Company, names),
            organisations=_bodies(Organisation, names),
            contacts=_contacts({" ".join(name.split()) for name in people if name.strip()}),
        )

    fold = staticmethod(same)

    @staticmethod
    def at(form: Form, field: str, find: Callable[[str], Any], name: str) -> Any:
        """What `find` finds; an ambiguous name is told at the field."""
        try:
            return find(name)
        except Ambiguous as error:
            form.add_error(field, str(error))
            return None

    def named(self, name: str) -> list[Contact]:
        """The people who bear this name."""
        return self.contacts.get(same(name), [])

    def company(self, name: str) -> Company | None:
        """The company of this name. Raises Ambiguous."""
        return _only(name, self.companies.get(same(name), []))

    def organisation(self, name: str) -> Organisation | None:
        """The organisation of this name. Raises Ambiguous."""
        return _only(name, self.organisations.get(same(name), []))

    def body(self, name: str) -> Body | None:
        """The company or organisation of this name. Raises Ambiguous."""
        return _only(name, [*self.companies.get(same(name), []), *self.organisations.get(same(name), [])])


def _only(name: str, found: list[Any]) -> Any:
    if len(found) < 2:
        return found[0] if found else None
    exact = [row for row in found if row.slug == name.strip()]
    if len(exact) == 1:
        return exact[0]
    raise Ambiguous(
        _("“%(name)s” can be %(candidates)s. Type the short name in brackets instead.")
        % {"name": name, "candidates": ", ".join(label_of(row) for row in found)}
    )


def _keep(found: dict[str, list[Any]], name: str | None, row: Model) -> None:
    if name:
        rows = found.setdefault(same(name), [])
        if row not in rows:
            rows.append(row)


def _bodies(model: type[Any], names: set[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    if not names:
        return found
    lower = [name.lower() for name in names]
    rows = model.objects.alias(lower_en=Lower("name_en"), lower_ja=Lower("name_ja"), lower_kn=Lower("name_kn")).filter(
        Q(lower_en__in=lower) | Q(lower_ja__in=lower) | Q(lower_kn__in=lower) | Q(slug__in={n for n in names if n == slugify(n)})
    )
    for row in rows:
        for name in (row.name_en, row.name_ja, row.name_kn, row.slug):
            _keep(found, name, row)
    return found


def _contacts(names: set[str]) -> dict[str, list[Contact]]:
    found: dict[str, list[Contact]] = {}
    if not names:
        return found
    lower = [name.lower() for name in names]
    rows = (
        Contact.objects.alias(lower_name=Lower("name"), lower_native=Lower("native_name"))
        .filter(Q(lower_name__in=lower) | Q(lower_native__in=lower))
        .select_related("company", "organisation")
    )
    for row in rows:
        _keep(found, row.name, row)
        _keep(found, row.native_name, row)
        _keep(found, row.display_name, row)
    return found
