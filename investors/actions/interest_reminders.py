"""The reminders of enquiries that wait for an answer."""

import datetime

from django.db import transaction

from portal.core import clock
from portal.outbox import queue

from ..models import Interest
from .answer_clock import FIRST_OVERDUE, AnswerClock
from .interest_people import answering, enqueue, outgoing, seniors_of


@transaction.atomic
def remind_of_interests(*, now: datetime.datetime | None = None, limit: int = 200) -> int:
    """Remind of every waiting enquiry whose next step has come. Returns how many rows were looked at.

    Level-triggered: a day without a scheduler loses nothing, and ends in one reminder each, not in several. Run it again until 0.
    """
    now = now or clock.now()
    due = list(
        Interest.objects.waiting()
        .filter(remind_at__lte=now)
        .select_related("assigned_to__supervisor")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("remind_at", "id")[:limit]
    )
    answers = AnswerClock()
    for interest in due:
        step = answers.step_at(interest.due_on, now)
        told = answering(interest)
        if step >= FIRST_OVERDUE:
            told += [user for user in seniors_of(interest) if user not in told]
        occurrence = f"{interest.due_on.isoformat()}+{step}"
        messages = [
            outgoing(interest, "interest.reminder", queue.Recipient.of_user(user), now, occurrence=occurrence) for user in told
        ]
        enqueue(interest, messages, "interest.reminded", None)
        interest.remind_at = answers.next_after(interest.due_on, now)
    Interest.objects.bulk_update(due, ["remind_at"])
    return len(due)
