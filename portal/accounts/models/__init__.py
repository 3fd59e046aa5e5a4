"""People who sign in."""

from .user import Role, User, UserManager

__all__ = ["Role", "User", "UserManager"]
