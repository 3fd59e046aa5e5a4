"""The thank-you note with the minutes. Its words are proposed here and approved by the meeting's owner."""

from django.conf import settings
from django.utils.translation import gettext as _

from portal.core.courtesy import closing, greeting
from portal.outbox.message import Courtesy, Message, Paragraph, Part

from ..models import FollowUp
from .facts import meeting_facts, people, promises


def proposed_text(follow_up: FollowUp) -> str:
    """Words for the owner to approve or change, in the active language. The closing stands below the minutes, by itself."""
    contact = follow_up.contact
    assert contact is not None
    body = contact.company or contact.organisation
    return _(
        "%(greeting)s\n\n"
        "On behalf of %(desk)s, thank you very much for the meeting. "
        "It was an honour to speak with you, and we were glad of your interest.\n\n"
        "Below you find the minutes and what was promised. We will report to you on each promise.\n\n"
        "Please write to us at any time with questions or wishes."
    ) % {
        "greeting": greeting(contact.called, body=str(body or "")),
        "desk": settings.SITE_OWNER or settings.SITE_NAME,
    }


def render(follow_up: FollowUp) -> Message:
    """The approved words, then the minutes as guests may see them, then the closing."""
    meeting = follow_up.meeting
    parts: list[Part] = [Paragraph(follow_up.message), meeting_facts(meeting)]
    if meeting.shared_summary:
        parts.append(Paragraph(meeting.shared_summary))
    parts += [people(meeting), promises(meeting), Courtesy(closing(meeting.owner.name if meeting.owner else ""))]
    return Message(
        subject=_("Thank you for our meeting: %(title)s") % {"title": meeting.title},
        parts=[part for part in parts if getattr(part, "items", True)],
    )
