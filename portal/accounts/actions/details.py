"""Change what an account says about its person."""

from django.db import transaction

from ..models import User


@transaction.atomic
def change_details(*, user: User, name: str, language: str, zone: str) -> User:
    """Change name, language and time zone. Raises ValidationError."""
    user.name, user.language, user.zone = name, language, zone
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "language", "zone"])
    return user
