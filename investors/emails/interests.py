"""What is said about enquiries: to whoever asked, and to the officials who answer."""

import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from portal.accounts.viewer import DESK_ROLES
from portal.core.formats import country
from portal.outbox import registry
from portal.outbox.message import Facts, Link, Message, Paragraph, Part
from portal.outbox.models import Delivery

from .. import interest_links
from ..models import Interest, InterestAnswer


def register() -> None:
    """Tell the outbox of every kind; called once when the app is ready."""
    kinds = (
        ("interest.received", received, None, gettext_lazy("acknowledgement of an enquiry")),
        ("interest.new", new, still_waiting, gettext_lazy("new enquiry")),
        ("interest.assigned", assigned, still_assigned, gettext_lazy("enquiry assigned")),
        ("interest.reminder", reminder, still_due, gettext_lazy("reminder of an enquiry")),
        ("interest.withdrawn", withdrawn, None, gettext_lazy("enquiry withdrawn")),
        ("interest.answer", answer, None, gettext_lazy("answer to an enquiry")),
    )
    for name, render, wanted, label in kinds:
        if wanted is None:
            registry.register(name, render=render, label=label)
        else:
            registry.register(name, render=render, wanted=wanted, label=label)


def about_of(interest: Interest) -> str:
    """What it is about, in the active language and in our own words: never in the asker's."""
    about = interest.about
    if about is None:
        return _("a general enquiry")
    if interest.about_kind == "plot":
        return _("plot %(plot)s, %(township)s") % {"plot": about.code, "township": about.township.name}
    return str(about)


def _of(delivery: Delivery) -> Interest:
    return Interest.objects.with_subjects().get(pk=delivery.object_id)


def _day(day: datetime.date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def received(delivery: Delivery, language: str) -> Message:
    """To whoever asked. It holds nothing that he typed: nobody may use it to have a mail of his own sent to a stranger."""
    interest = _of(delivery)
    path = reverse("investors:ask_received", args=[interest.reference])
    parts: list[Part] = [
        Paragraph(_("Thank you very much for your enquiry. We have received it and will answer it by mail.")),
        Facts(
            [
                (_("Reference"), interest.reference),
                (_("About"), about_of(interest)),
                (_("You will hear from us by"), _day(interest.due_on)),
            ]
        ),
        Paragraph(_("Please name the reference if you write to us again.")),
        Link(_("How your enquiry stands"), path),
    ]
    if interest.user_id is None:
        parts += [
            Paragraph(
                _("If you did not write to us, somebody typed your address by mistake: withdraw the enquiry, or do nothing.")
            ),
            Link(_("Withdraw the enquiry"), interest_links.path_of(interest)),
        ]
    return Message(
        subject=_("We have received your enquiry (%(reference)s)") % {"reference": interest.reference}, parts=parts, path=path
    )


def answer(delivery: Delivery, language: str) -> Message:
    """To whoever asked: the official's words, then what they belong to."""
    said = InterestAnswer.objects.select_related(
        "interest__opportunity", "interest__township", "interest__plot__township", "interest__organisation"
    ).get(pk=delivery.object_id)
    interest = said.interest
    path = reverse("investors:my_interest", args=[interest.pk]) if interest.user_id else ""
    parts: list[Part] = [
        Paragraph(said.text),
        Facts([(_("Reference"), interest.reference), (_("About"), about_of(interest))], heading=_("Your enquiry")),
        Link(_("See your enquiry"), path) if path else Link(_("Ask something else"), reverse("investors:ask")),
    ]
    return Message(
        subject=_("Answer to your enquiry (%(reference)s)") % {"reference": interest.reference}, parts=parts, path=path
    )


def _to_officials(interest: Interest, subject: str, lead: str) -> Message:
    path = interest.get_absolute_url()
    language = dict(Interest._meta.get_field("language").flatchoices).get(interest.language, interest.language)
    return Message(
        subject=subject,
        parts=[
            Paragraph(lead),
            Facts(
                [
                    (_("Reference"), interest.reference),
                    (_("About"), about_of(interest)),
                    (_("From"), interest.name),
                    (_("Company"), interest.company_name),
                    (_("Country"), country(interest.country_code)),
                    (_("Language"), str(language)),
                    (_("To be answered by"), _day(interest.due_on)),
                ]
            ),
            Paragraph(interest.message),
            Link(_("Open the enquiry"), path),
        ],
        path=path,
    )


def new(delivery: Delivery, language: str) -> Message:
    interest = _of(delivery)
    subject = _("New enquiry %(reference)s: %(about)s") % {"reference": interest.reference, "about": about_of(interest)}
    return _to_officials(interest, subject, _("An enquiry has come in and is yours to answer."))


def assigned(delivery: Delivery, language: str) -> Message:
    interest = _of(delivery)
    subject = _("Enquiry %(reference)s is yours now: %(about)s") % {"reference": interest.reference, "about": about_of(interest)}
    return _to_officials(interest, subject, _("Somebody has assigned this enquiry to you."))


def withdrawn(delivery: Delivery, language: str) -> Message:
    interest = _of(delivery)
    subject = _("Enquiry %(reference)s is withdrawn: %(about)s") % {"reference": interest.reference, "about": about_of(interest)}
    return _to_officials(interest, subject, _("Whoever asked has taken the enquiry back. Nothing is left to do."))


def reminder(delivery: Delivery, language: str) -> Message:
    """The day before, on the day, and after it."""
    interest = _of(delivery)
    step = int(_occurrence(delivery).rpartition("+")[2])
    subjects = {
        0: _("Answer by %(day)s: enquiry %(reference)s"),
        1: _("Answer today: enquiry %(reference)s"),
    }
    leads = {
        0: _("The day by which we promised an answer is near."),
        1: _("Today is the day by which we promised an answer."),
    }
    subject = subjects.get(step, _("Overdue since %(day)s: enquiry %(reference)s"))
    lead = leads.get(step, _("We promised an answer and have not given it. Answer, or close the enquiry with the reason."))
    return _to_officials(interest, subject % {"day": _day(interest.due_on), "reference": interest.reference}, lead)


def _occurrence(delivery: Delivery) -> str:
    """What the message was written for, out of its key: kind, object, occurrence, recipient's type and id, channel."""
    return delivery.dedup_key.split(":")[2]


def still_waiting(delivery: Delivery, now: datetime.datetime) -> str:
    """Judged again at the moment of sending."""
    interest = Interest.objects.filter(pk=delivery.object_id).first()
    if interest is None or not interest.is_waiting:
        return gettext_noop("the enquiry is not waiting any more")
    if delivery.user is None or not delivery.user.is_active:
        return gettext_noop("the account is closed")
    if delivery.user.role not in DESK_ROLES:
        return gettext_noop("the account is no longer of the desk")
    return ""


def still_assigned(delivery: Delivery, now: datetime.datetime) -> str:
    mine = Interest.objects.filter(pk=delivery.object_id, assigned_to=delivery.user).exists()
    return still_waiting(delivery, now) or ("" if mine else gettext_noop("somebody else answers it now"))


def still_due(delivery: Delivery, now: datetime.datetime) -> str:
    day = _occurrence(delivery).partition("+")[0]
    same = Interest.objects.filter(pk=delivery.object_id, due_on=datetime.date.fromisoformat(day)).exists()
    return still_waiting(delivery, now) or ("" if same else gettext_noop("the date was moved"))


def proposed_answer(interest: Interest, official: str) -> str:
    """Greeting and close for the official to fill, in the active language."""
    name = interest.name
    if interest.company_name and get_language() == "ja":
        name = f"{interest.company_name}\n{name}"
    return _("Dear %(name)s,\n\nThank you very much for your enquiry about %(about)s.\n\n\n\nYours sincerely,\n%(official)s") % {
        "name": name,
        "about": about_of(interest),
        "official": official,
    }
