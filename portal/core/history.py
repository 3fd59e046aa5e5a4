"""History of every business row, written by database triggers, with who did it and through which door.

Models are tracked from `AppConfig.ready()`, not by a decorator, because the translated columns join the model only after
its class exists and would otherwise be missing from its history.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import models
from pghistory.core import create_event_model

DOORS = ("browser", "api", "command", "worker")
_LABELS = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)


def track(*tracked: type[models.Model], exclude: tuple[str, ...] = ()) -> None:
    """Keep the history of these models; call it from `ready()` of the app that owns them."""
    for model in tracked:
        create_event_model(
            model,
            *(label() for label in _LABELS),
            model_name=f"{model.__name__}Event",
            abstract=False,
            fields=[
                field.name
                for field in model._meta.concrete_fields
                if field.name not in exclude and not getattr(field, "generated", False)
            ],
        )


def track_links(model: type[models.Model], *names: str) -> list[type[models.Model]]:
    """Keep the history of these many-to-many fields of `model`; answers the models under whose names their triggers stand.

    Migrations do not see the table that Django makes for such a field; a proxy gives its triggers a name to stand under.
    """
    proxies: list[type[models.Model]] = []
    for name in names:
        through = model._meta.get_field(name).remote_field.through
        kind = f"{model.__name__}{name.title().replace('_', '')}"
        meta = type("Meta", (), {"proxy": True, "app_label": model._meta.app_label})
        proxy = type(f"{kind}Link", (through,), {"Meta": meta, "__module__": model.__module__})
        create_event_model(
            proxy,
            pghistory.InsertEvent(),
            pghistory.DeleteEvent(),
            obj_field=None,  # type: ignore[arg-type]  # documented: no link back to the row
            abstract=False,
            app_label=model._meta.app_label,
            model_name=f"{kind}Event",
        )
        proxies.append(proxy)
    return proxies


@contextmanager
def acting(*, door: str, user: object = None, key: str | None = None, **more: str) -> Iterator[None]:
    """Say who acts and through which door; every row changed inside carries it.

    `user` is a user or None; `key` is the shown prefix of a partner's key.
    """
    if door not in DOORS:
        raise ValueError(door)
    said: dict[str, str | None] = {"door": door, **more}
    if user is not None:
        said["user"] = str(getattr(user, "pk", "")) or None
        said["name"] = getattr(user, "name", None)
    if key:
        said["key"] = key
    with pghistory.context(**said):
        yield
