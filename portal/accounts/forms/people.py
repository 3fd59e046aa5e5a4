"""What administrators and supervisors do to accounts and invitations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.forms.verb import VerbForm, lines

from .. import rights
from ..actions.people import may_take_over
from ..handing_over import Held
from ..models import Role, User
from ..rights import Right


class PersonField(forms.ModelChoiceField):
    """Somebody with an account, told apart by the role."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.get_role_display()})"


def _supervisors(person: User | None = None) -> Any:
    rows = User.objects.filter(is_active=True, role__in=rights.roles_with(Right.SUPERVISE)).order_by("name", "id")
    return rows.exclude(pk=person.pk) if person is not None else rows


def _successors(person: User, held: Iterable[Held]) -> Any:
    """Who may take over all of it."""
    holdings = [one.holding for one in held]
    officials = User.objects.filter(is_active=True, role__in=rights.roles_with(Right.SEE_DESK)).exclude(pk=person.pk)
    fit = [official.pk for official in officials if may_take_over(official, holdings)]
    return User.objects.filter(pk__in=fit).order_by("name", "id")


def _successor_field(person: User, held: list[Held], *, required: bool) -> PersonField:
    return PersonField(
        label=_("Who takes over what is open"),
        queryset=_successors(person, held),
        required=required,
        empty_label=pgettext_lazy("no successor", "– nobody –"),
        help_text=_("Only those who may take over all of it are listed."),
    )


class InviteForm(VerbForm):
    button = _("Send the invitation")

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={"invalid": _("Enter one e-mail address, like name@example.org.")},
    )
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("The person can correct it."))
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("In which the invitation is written.")
    )
    supervisor = PersonField(
        label=_("Supervisor"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("For a desk officer: who is told when promises stay overdue."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invited = rights.invited_by(by.role)
        # Without a company an investor's account shows nothing; only whoever may appoint him elsewhere invites him so.
        offered = [role for role in Role if role in invited and (role != Role.INVESTOR or rights.has(by.role, Right.ADMINISTER))]
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(one.value, one.label) for one in offered]
        supervisor = self.fields["supervisor"]
        assert isinstance(supervisor, forms.ModelChoiceField)
        supervisor.queryset = _supervisors()


class ChangeRoleForm(VerbForm):
    button = _("Change the role")

    role = forms.ChoiceField(label=_("New role"))

    def __init__(self, *args: Any, person: User, held: list[Held], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        of_desk = rights.has(person.role, Right.SEE_DESK)
        role.choices = [
            (one.value, one.label) for one in Role if one != person.role and rights.has(one, Right.SEE_DESK) == of_desk
        ]
        if held:
            self.fields["successor"] = _successor_field(person, held, required=False)
            self.fields["successor"].help_text = _("Needed where the new role may not hold what is open.")
            self.helper.layout.insert(1, "successor")


class ChangeSupervisorForm(VerbForm):
    button = _("Change the supervisor")

    supervisor = PersonField(
        label=_("Supervisor"), queryset=User.objects.none(), required=False, empty_label=pgettext_lazy("supervisor", "– nobody –")
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        supervisor = self.fields["supervisor"]
        assert isinstance(supervisor, forms.ModelChoiceField)
        supervisor.queryset = _supervisors(person)


class HandOverForm(VerbForm):
    button = _("Hand over")
    called = {"successor": "to"}

    def __init__(self, *args: Any, person: User, held: list[Held], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = _successor_field(person, held, required=True)
        self.helper.layout.insert(0, "to")


class DisableForm(VerbForm):
    button = _("Disable the account")
    button_kind = "btn-danger"

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, widget=lines(2))

    def __init__(self, *args: Any, person: User, held: list[Held], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held:
            self.fields["successor"] = _successor_field(person, held, required=True)
            self.helper.layout.insert(0, "successor")


class EnableForm(VerbForm):
    button = _("Enable the account")


class EndSessionsForm(VerbForm):
    button = _("End all sessions")


class RemoveFactorsForm(VerbForm):
    button = _("Remove all second factors")
    button_kind = "btn-danger"


class SendAgainForm(VerbForm):
    button = _("Send again")


class RevokeForm(VerbForm):
    button = _("Revoke the invitation")
    button_kind = "btn-danger"
