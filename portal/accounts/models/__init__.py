"""People who sign in, and what they did at the doors."""

from .audit import AuditEntry
from .user import Role, User, UserManager

__all__ = ["AuditEntry", "Role", "User", "UserManager"]
