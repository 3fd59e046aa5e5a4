"""Signing in: the library's switches, sessions, second factors.

Of django-allauth only the parts are installed and not the frame: its templates and its catalogues are out of reach, so that no page
and no sentence of it can ever stand before a visitor.
"""

from datetime import timedelta

from .environment import DEMO, TESTING, env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "start"

# Officials must have a second factor; a demonstration and tests begin without.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not (DEMO or TESTING))

# A session ends after half a day without use, and after a week in any case.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_LONGEST = timedelta(days=7)
# A link to a new password works for an hour, and once.
PASSWORD_RESET_TIMEOUT = 60 * 60

ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An address is proved by the invitation that was sent to it.
ACCOUNT_EMAIL_VERIFICATION = "none"
# Ours count in the database (portal/core/limits.py); the library's own would fail with the cache away.
ACCOUNT_RATE_LIMITS = False
# Seconds: between password and second factor; for how long a proof of identity opens the pages that change factors.
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Whose address is the visitor's: behind our proxy the last hop it names, else whoever is connected.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0

MFA_ADAPTER = "portal.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RATE_LIMITS = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
