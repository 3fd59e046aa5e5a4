"""Write to a person about the own account."""

import datetime

from .. import letters
from ..letters import Addressee, Letter
from ..models import User
from ..visitor import Where


def tell(kind: str, *, user: User, by: User | None, now: datetime.datetime, where: Where | None = None, **facts: str) -> None:
    """Have a letter of this kind sent to the person, with what it tells of the event. Nothing in it may be a secret."""
    where = where or Where()
    letters.send(
        Letter(
            kind,
            Addressee.of_user(user),
            "user",
            user.pk,
            # Two events of one kind to one account happen at two moments.
            occurrence=now.isoformat(),
            due_at=now,
            is_example=user.is_example,
            facts={"address": where.address, "user_agent": where.user_agent, **facts},
        ),
        by=by,
    )
