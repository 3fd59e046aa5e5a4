"""What the desk writes for itself never leaves it: not on a page, not in JSON, not in a mail; and what guests may see is for those guests."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from investors.actions.follow_ups import approve_follow_up
from investors.models import Attendance, Commitment, Contact, FollowUp, Meeting
from portal.core import clock
from portal.outbox import registry
from portal.outbox.mail import compose
from portal.outbox.models import Delivery

from .canaries import FIELDS, found, label, plant, written_fields
from .scene import KEYS, PEOPLE, Scene
from .table import routes

pytestmark = pytest.mark.django_db
OUTSIDE = ("nobody", "investor", "stranger", *KEYS)


def test_every_written_field_says_who_may_read_it() -> None:
    named = [name for names in FIELDS.values() for name in names]
    assert sorted(named) == sorted(set(named))
    assert {label(model, field) for model, field in written_fields()} - set(named) == set(), (
        "fields that fields.toml does not name"
    )
    assert set(named) - {label(model, field) for model, field in written_fields()} == set(), (
        "lines of fields.toml without a field"
    )


def told(scene: Scene, who: str) -> dict[str, str]:
    """Everything that this person gets to read, by address."""
    pages = {}
    client = scene.client(who)
    for route in routes():
        if route.name == "accounts:logout" or ((who in KEYS) != route.name.startswith("api-") and who != "nobody"):
            continue
        for keys in scene.objects[route.object] if route.object else ({},):
            keys = {"key": next(iter(keys.values()))} if route.name.startswith("api-") and keys else keys
            for language in ("en", "ja"):
                with translation.override(language):
                    address = reverse(route.name, kwargs={**keys, **route.more})
                if address not in pages:
                    answer = client.get(address)
                    pages[address] = text_of(answer) + str(dict(answer.items()))
    return pages


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("who", OUTSIDE)
def test_what_is_the_desks_stands_on_no_page_for_others(who: str, scene: Scene) -> None:
    planted = plant("desk")
    leaks = {address: names for address, text in told(scene, who).items() if (names := found(text, planted))}
    assert leaks == {}


def test_officials_do_read_it(scene: Scene) -> None:
    planted = plant("desk")
    seen = {name for text in told(scene, "administrator").values() for name in found(text, planted)}
    assert {"investors.Meeting.internal_notes", "investors.Meeting.outcome", "investors.Commitment.evidence"} <= seen


@pytest.mark.parametrize("who", ["nobody", "stranger", "other"])
def test_what_guests_may_see_is_not_for_other_guests(who: str, scene: Scene) -> None:
    own = Meeting.objects.get(pk=scene.objects["meeting"][0]["pk"])
    people = Attendance.objects.filter(meeting=own)
    planted = plant(
        "guests",
        only={
            "investors.Meeting": [own.pk],
            "investors.Delegation": [own.delegation_id],
            "investors.Attendance": list(people.values_list("pk", flat=True)),
            # The first meeting's alone: a person may have come to both.
            "investors.Contact": list(
                Contact.objects.filter(attendances__meeting=own)
                .exclude(attendances__meeting__in=Meeting.objects.exclude(pk=own.pk))
                .values_list("pk", flat=True)
            ),
            "investors.Commitment": list(Commitment.objects.filter(meeting=own).values_list("pk", flat=True)),
            "investors.FollowUp": list(FollowUp.objects.filter(meeting=own).values_list("pk", flat=True)),
        },
    )
    assert {address: names for address, text in told(scene, who).items() if (names := found(text, planted))} == {}


def test_the_guests_themselves_do_read_it(scene: Scene) -> None:
    planted = plant("guests")
    seen = {name for text in told(scene, "investor").values() for name in found(text, planted)}
    assert {"investors.Meeting.title", "investors.Meeting.shared_summary", "investors.Commitment.text"} <= seen
    seen = {name for text in told(scene, "full").values() for name in found(text, planted)}
    assert {"investors.Meeting.title", "investors.Commitment.text"} <= seen


@pytest.mark.parametrize("who", [person for person in PEOPLE if person not in ("nobody", "administrator", "supervisor")])
def test_an_accounts_secrets_are_shown_to_nobody(who: str, scene: Scene) -> None:
    secrets = [scene.cast.officer.password, *scene.callers.secrets.values(), *(key.digest for key in scene.callers.keys.values())]
    pages = told(scene, who)
    assert [address for address, text in pages.items() if any(secret in text for secret in secrets)] == []


def without(text: str, word: str) -> str:
    """A page without what was asked and without its token against forged forms, which differs every time."""
    text = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)
    # What a passkey is to sign differs every time too.
    text = re.sub(r'"challenge": "[\w-]+"|&quot;challenge&quot;: &quot;[\w-]+&quot;', "", text)
    return text.replace(word, "").lower()


def test_a_word_of_the_desk_cannot_be_searched_for(scene: Scene) -> None:
    planted = plant("desk")
    for who in ("investor", "full"):
        client = scene.client(who)
        for route in routes():
            if route.object or (who in KEYS) != route.name.startswith("api-"):
                continue
            address = reverse(route.name, kwargs=route.more)
            nothing = without(text_of(client.get(address, {"q": "nosuchword"})), "nosuchword")
            for word, name in planted.items():
                assert without(text_of(client.get(address, {"q": word})), word) == nothing, f"{route.name} answers for {name}"


def test_no_mail_to_a_guest_holds_a_word_of_the_desk(scene: Scene) -> None:
    for note in FollowUp.objects.filter(step="thank_you"):
        approve_follow_up(follow_up=note, message="Thank you.", by=scene.cast.supervisor)
    planted = plant("desk")
    outside, wrong = 0, []
    for delivery in Delivery.objects.filter(channel="email"):
        with translation.override(delivery.language):
            message = registry.of(delivery.kind).render(delivery, delivery.language)
            mail = compose(Delivery(**{**vars_of(delivery), "address": "guest@example.org"}), message, clock.now())
        if delivery.user is not None and delivery.user.role != "investor":
            continue
        outside += 1
        words = mail.get_body(("plain",)).get_content() + mail.get_body(("html",)).get_content() + str(mail["Subject"])  # type: ignore[union-attr]
        wrong += [f"{delivery.kind} to {delivery.recipient_name}: {name}" for name in found(words, planted)]
    assert wrong == []
    assert outside


def vars_of(delivery: Delivery) -> dict[str, Any]:
    return {field.attname: getattr(delivery, field.attname) for field in delivery._meta.concrete_fields}
