"""Whether the key carries the scope that the view asks for. What of the rows it may see is `visible_to`'s matter."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class HasScope(BasePermission):
    """Views say `read_scope` and `write_scope`; an empty one is public."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scope = view.read_scope if request.method in ("GET", "HEAD") else view.write_scope
        if not scope:
            # Public, or a write that does not exist and gets its 405.
            return True
        viewer = request.viewer
        if not viewer.is_partner:
            raise NotAuthenticated(_("This needs a key with the scope %(scope)s.") % {"scope": scope})
        if not viewer.may(scope):
            raise PermissionDenied(_("This key lacks the scope %(scope)s.") % {"scope": scope})
        return True
