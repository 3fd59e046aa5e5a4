"""Who is looking. Made once per request; every `visible_to(viewer)` decides from it and from nothing else."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from .models import Role, User

DESK_ROLES = frozenset({Role.DESK_OFFICER, Role.SUPERVISOR, Role.OPERATOR, Role.ADMINISTRATOR, Role.READER})
WRITING_ROLES = frozenset({Role.DESK_OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR})


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

    @property
    def is_desk(self) -> bool:
        """An official who may see the whole desk."""
        return self.user is not None and self.user.role in DESK_ROLES

    @property
    def may_write(self) -> bool:
        """An official who may log meetings and change commitments."""
        return self.user is not None and self.user.role in WRITING_ROLES

    @property
    def may_supervise(self) -> bool:
        """Approves, reassigns and closes for others."""
        return self.user is not None and self.user.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)

    @property
    def may_operate(self) -> bool:
        """Sees deliveries, imports and status."""
        return self.user is not None and self.user.role in (Role.OPERATOR, Role.ADMINISTRATOR)

    @property
    def is_investor(self) -> bool:
        return self.user is not None and self.user.role == Role.INVESTOR

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
