"""Reminders to officials."""

from django.utils.translation import gettext as _

from portal.core.courtesy import called, closing, greeting
from portal.core.formats import partial_date
from portal.outbox.message import Courtesy, Facts, Link, Message, Paragraph

from ..models import FollowUp
from .facts import meeting_facts


def _greeting(follow_up: FollowUp) -> Courtesy:
    assert follow_up.user is not None
    return Courtesy(greeting(called(follow_up.user.name)))


def render_record_outcome(follow_up: FollowUp) -> Message:
    meeting = follow_up.meeting
    return Message(
        subject=_("Record the outcome: %(title)s") % {"title": meeting.title},
        parts=[
            _greeting(follow_up),
            Paragraph(_("The meeting is over and its outcome is still empty. What came of it?")),
            meeting_facts(meeting),
            Link(_("Record the outcome"), meeting.get_absolute_url()),
            Courtesy(closing()),
        ],
        path=meeting.get_absolute_url(),
    )


def render_promise(follow_up: FollowUp) -> Message:
    """Before, on and after the due date."""
    commitment = follow_up.commitment
    assert commitment is not None
    day = partial_date(commitment.due_on)
    short = commitment.text if len(commitment.text) <= 120 else commitment.text[:119] + "…"
    subjects = {
        FollowUp.Step.DUE_SOON: _("Due on %(day)s: %(text)s"),
        FollowUp.Step.DUE_TODAY: _("Due today: %(text)s"),
        FollowUp.Step.OVERDUE: _("Overdue since %(day)s: %(text)s"),
    }
    leads = {
        FollowUp.Step.DUE_SOON: _("A promise falls due in three working days."),
        FollowUp.Step.DUE_TODAY: _("A promise falls due today."),
        FollowUp.Step.OVERDUE: _(
            "A promise is overdue. Close it with evidence, agree on a new date, or withdraw it with the reason."
        ),
    }
    step = FollowUp.Step(follow_up.step)
    return Message(
        subject=subjects[step] % {"day": day, "text": short},
        parts=[
            _greeting(follow_up),
            Paragraph(leads[step]),
            Facts(
                [
                    (_("Promise"), commitment.text),
                    (_("Promised by"), str(commitment.promised_by)),
                    (_("Answered for by"), commitment.answered_for_by.name),
                    (_("Due"), day),
                ]
            ),
            meeting_facts(follow_up.meeting),
            Link(_("Open the promise"), commitment.get_absolute_url()),
            Courtesy(closing()),
        ],
        path=commitment.get_absolute_url(),
    )
