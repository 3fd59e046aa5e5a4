"""A notice under the bell of one user."""

from ..message import Message
from ..models import Delivery, Notice
from ..outcome import Accepted, FenceLost, Marker, Outcome, Refused
from . import Channel

# The column's own bound; a notice is a hint, the page has the rest.
_LONGEST = 10_000


class Bell:
    """Writes notices. The dispatcher runs it inside one transaction with marker and outcome."""

    def hand_over(self, delivery: Delivery, message: Message, marker: Marker) -> Outcome:
        """Put the message under the bell of the delivery's user."""
        if delivery.user_id is None:
            return Refused("This recipient has no account.", permanent=True)
        if not marker():
            return FenceLost()
        Notice.objects.get_or_create(
            delivery=delivery,
            defaults={
                "user_id": delivery.user_id,
                "subject": message.subject_line(is_example=delivery.is_example),
                "body": message.body()[:_LONGEST],
                "path": message.path[:300],
            },
        )
        return Accepted()

    def close(self) -> None:
        """Nothing is kept open."""


channel = Channel("in_app", Bell, transactional=True)
