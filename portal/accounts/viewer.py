"""Who is looking. Made once per request; every `visible_to(viewer)` decides from it and from nothing else."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from . import rights
from .models import User
from .rights import Right

DESK_ROLES = rights.roles_with(Right.SEE_DESK)
WRITING_ROLES = rights.roles_with(Right.WRITE)


@dataclass(frozen=True)
class Viewer:
    """A user, a partner's key, or nobody in particular."""

    user: User | None = None
    partner_id: UUID | None = None
    partner_name: str = ""
    key_prefix: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)

    @property
    def user_id(self) -> UUID | None:
        return self.user.pk if self.user else None

    @property
    def is_authenticated(self) -> bool:
        return self.user is not None or self.partner_id is not None

    def has(self, right: Right) -> bool:
        """Whether the role of the user who is looking has this right; a partner's key has scopes instead."""
        return self.user is not None and rights.has(self.user.role, right)

    @property
    def is_desk(self) -> bool:
        """An official who may see the whole desk."""
        return self.has(Right.SEE_DESK)

    @property
    def may_write(self) -> bool:
        """An official who may log meetings and change commitments."""
        return self.has(Right.WRITE)

    @property
    def may_supervise(self) -> bool:
        """Approves, reassigns and closes for others."""
        return self.has(Right.SUPERVISE)

    @property
    def may_operate(self) -> bool:
        """Sees deliveries, imports and status."""
        return self.has(Right.OPERATE)

    @property
    def may_see_people(self) -> bool:
        """Sees accounts and invitations."""
        return self.has(Right.SEE_PEOPLE)

    @property
    def may_administer(self) -> bool:
        """Changes roles, disables accounts, reads the audit."""
        return self.has(Right.ADMINISTER)

    @property
    def is_investor(self) -> bool:
        return self.has(Right.OWN_COMPANY)

    @property
    def is_partner(self) -> bool:
        return self.partner_id is not None

    @property
    def name(self) -> str:
        return self.user.name if self.user else self.partner_name

    def may(self, scope: str) -> bool:
        """Whether a partner's key carries this scope, such as `meetings:read`."""
        return scope in self.scopes


NOBODY = Viewer()


def viewer_of(request: Any) -> Viewer:
    """The viewer that the middleware or the key made for this request."""
    viewer: Viewer = getattr(request, "viewer", NOBODY)
    return viewer
