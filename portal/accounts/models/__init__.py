"""People who sign in, how they are asked in, and what they did at the doors."""

from .audit import AuditEntry
from .invitation import Invitation
from .user import Role, User, UserManager

__all__ = ["AuditEntry", "Invitation", "Role", "User", "UserManager"]
