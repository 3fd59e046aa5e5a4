"""The thank-you note with the minutes. Its words are proposed here and approved by the meeting's owner."""

from django.utils.translation import gettext as _

from portal.outbox.message import Message, Paragraph, Part

from ..models import FollowUp
from .facts import meeting_facts, people, promises


def proposed_text(follow_up: FollowUp) -> str:
    """Words for the owner to approve or change, in the active language."""
    contact, meeting = follow_up.contact, follow_up.meeting
    assert contact is not None
    owner = meeting.owner
    return _(
        "Dear %(name)s,\n\n"
        "Thank you very much for the meeting. It was an honour to speak with you, and we were glad of your interest.\n\n"
        "Below you find the minutes and what was promised. We will report to you on each promise.\n\n"
        "Yours sincerely,\n%(owner)s"
    ) % {"name": contact.native_name or contact.display_name, "owner": owner.name if owner else ""}


def render(follow_up: FollowUp) -> Message:
    """The approved words, then the minutes as guests may see them."""
    meeting = follow_up.meeting
    parts: list[Part] = [Paragraph(follow_up.message), meeting_facts(meeting)]
    if meeting.shared_summary:
        parts.append(Paragraph(meeting.shared_summary))
    parts += [people(meeting), promises(meeting)]
    return Message(
        subject=_("Thank you for our meeting: %(title)s") % {"title": meeting.title},
        parts=[part for part in parts if getattr(part, "items", True)],
    )
