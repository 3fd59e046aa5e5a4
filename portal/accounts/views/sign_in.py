"""Signing in and out."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from portal.core.registry import homes

from ..viewer import viewer_of


class SignInForm(AuthenticationForm):
    """One sentence for a wrong address, a wrong password and a closed account alike."""

    error_messages = {
        "invalid_login": _("The address or the password is not right."),
        "inactive": _("The address or the password is not right."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail address")


class SignIn(LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without the site's name that LoginView guesses from the host: the frame's own stands on every page."""
        context = super().get_context_data(**kwargs)
        del context["site_name"]
        return context


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where a person goes after signing in: officials to the desk, investors to their company's page."""
    viewer = viewer_of(request)
    return redirect(homes.of(viewer) or ("investors:my" if viewer.is_investor else "investors:desk"))
