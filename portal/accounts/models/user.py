"""People who sign in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.core.fields import AddressField, LineField, ZoneField
from portal.core.ids import uuid7


class Role(models.TextChoices):
    """What a user is to the state. The words of section 1 of the design."""

    DESK_OFFICER = "desk_officer", _("desk officer")
    SUPERVISOR = "supervisor", _("supervisor")
    OPERATOR = "operator", _("operator")
    ADMINISTRATOR = "administrator", _("administrator")
    READER = "reader", _("reader")
    INVESTOR = "investor", _("investor")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user after checking every rule. Raises ValidationError."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(
            email, password, role=Role.ADMINISTRATOR, is_staff=True, is_superuser=True, **{"name": email, **fields}
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account: an official of the state or a person of an investing company."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = AddressField(_("e-mail address"), unique=True)
    name = LineField(_("name"), help_text=_("As the person writes it."))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    zone = ZoneField(_("time zone"))
    supervisor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supervised", verbose_name=_("supervisor")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_example = models.BooleanField(_("example"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("There is already an account with this address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(supervisor=models.F("id")),
                name="accounts_user_not_own_supervisor",
                violation_error_message=_("Nobody supervises themselves."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_staff=False, is_superuser=False) | models.Q(role="administrator"),
                name="accounts_user_administration_by_role",
                violation_error_message=_("Only an administrator may open the administration."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
