"""Triggers that keep what a row can be found by in line with the row, whichever way it is written: page, API, loader, plain SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pgtrigger
from django.db import models

# What a text vector's four weights mean here: the language of the words. D: names that are the same in every language.
WEIGHTS = {"en": "A", "ja": "B", "kn": "C"}
_SAME = "D"


@dataclass(frozen=True)
class Findable:
    """By what the rows of a model are found. `kind` is what the entries are called; `title` and `text` name translated columns,
    `names` columns that stand as the title does, and `words` such as the text does, but are not translated."""

    kind: str
    title: Sequence[str] = ()
    names: Sequence[str] = ()
    text: Sequence[str] = ()
    words: Sequence[str] = ()

    @property
    def columns(self) -> list[str]:
        translated = [f"{name}_{language}" for name in (*self.title, *self.text) for language in WEIGHTS]
        return [*translated, *self.names, *self.words]


def kind_mark(kind: str) -> str:
    """A lexeme that no text holds: it lets one index find the rows of one kind."""
    return f"#{kind}"


def _vector(translated: Sequence[str], plain: Sequence[str]) -> str:
    def weighed(columns: Iterable[str], weight: str) -> str:
        return f"setweight(setu_terms(concat_ws(' ', {', '.join(columns)})), '{weight}')"

    parts = [weighed([f'NEW."{name}_{code}"' for name in translated], weight) for code, weight in WEIGHTS.items() if translated]
    if plain:
        parts.append(weighed([f'NEW."{name}"' for name in plain], _SAME))
    return " || ".join(parts) or "''::tsvector"


def keep_found(model: type[models.Model], findable: Findable, entries: type[models.Model]) -> None:
    """Keep an entry for each row of `model`. Call it from `ready()`: the translated columns join a model after its class exists."""
    table = entries._meta.db_table
    kind, mark = findable.kind, f"array_to_tsvector(ARRAY['{kind_mark(findable.kind)}'])"
    # Names of tables and columns are our own; no value of anybody's stands in here.
    write = f"""
        IF TG_OP = 'DELETE' THEN
            DELETE FROM "{table}" WHERE object_id = OLD.id;
            RETURN NULL;
        END IF;
        INSERT INTO "{table}" (object_id, kind, title, terms)
        SELECT NEW.id, '{kind}', title, title || body
        FROM (
            SELECT {mark} || {_vector(findable.title, findable.names)} AS title, {_vector(findable.text, findable.words)} AS body
        ) AS cut
        ON CONFLICT (object_id) DO UPDATE SET title = EXCLUDED.title, terms = EXCLUDED.terms;
        RETURN NULL;
    """  # noqa: S608
    pgtrigger.register(
        pgtrigger.Trigger(
            name="keep_found",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf(*findable.columns) | pgtrigger.Delete,
            func=write,
        ),
        pgtrigger.Trigger(
            name="keep_found_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Truncate,
            func=f"DELETE FROM \"{table}\" WHERE kind = '{kind}'; RETURN NULL;",  # noqa: S608
        ),
    )(model)
