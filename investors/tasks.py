"""The planner's tick."""

from celery import shared_task

from portal.core.history import acting

from .actions.follow_ups import plan_follow_ups
from .actions.interest_reminders import remind_of_interests


@shared_task(name="investors.plan_follow_ups")
def plan() -> None:
    """Plan what has become necessary, until nothing has."""
    with acting(door="worker"):
        while plan_follow_ups():
            pass
        while remind_of_interests():
            pass
