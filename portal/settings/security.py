"""Keys, hosts, cookies, headers."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .environment import DEMO, TESTING, env

DEBUG = False
if TESTING:
    SECRET_KEY = "only-for-tests-" + "x" * 50
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
else:
    SECRET_KEY = env.str("SECRET_KEY", default="")
    if not SECRET_KEY:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Give it (or SECRET_KEY_FILE) at least 50 random characters, for example from "
            "`python -c 'import secrets; print(secrets.token_urlsafe(60))'`. `./setu up` makes its own in var/."
        )

# Old keys that still open what they signed or sealed, while a new one takes over.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

_site = urlsplit(env.str("SITE_URL", default="http://127.0.0.1:8000"))
_https = _site.scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname or "127.0.0.1"])
if DEMO or TESTING:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"{_site.scheme}://{_site.netloc}"])

SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if _https else "setu_session"
DEVICE_COOKIE_NAME = "__Host-device" if _https else "setu_device"
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
# What was typed into a form whose token is old is kept.
CSRF_FAILURE_VIEW = "portal.accounts.drafts.views.csrf_failure"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "setu_csrf"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# No inline script, no inline style, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Bounds on what one request may carry.
BODY_MAX_BYTES = 2_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# One attached file, and how many of them a meeting, a visit or a promise may have.
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=10_000_000)
ATTACHMENTS_PER_ROW = env.int("ATTACHMENTS_PER_ROW", default=20)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.password_rules.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "portal.accounts.password_rules.NotCommon"},
    {"NAME": "portal.accounts.password_rules.NotAboutYou"},
]
