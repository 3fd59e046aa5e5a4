"""What Setu is made of: apps, middleware, templates, forms, API."""

from pathlib import Path

from .environment import DEMO, ROOT, TESTING, env

BASE_DIR = ROOT
VAR_DIR = Path(env.str("SETU_VAR", default=str(ROOT / "var")))
SETU_DEMO = DEMO
SETU_TESTING = TESTING
SITE_NAME = env.str("SITE_NAME", default="Setu")
SITE_OWNER = env.str("SITE_OWNER", default="")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Translations are registered before anything reads model fields.
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "django_htmx",
    "django_filters",
    "crispy_forms",
    "csp",
    "rest_framework",
    "drf_spectacular_sidecar",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    # Lower never imports higher: tests/test_architecture.py.
    "portal.core",
    "portal.accounts",
    "portal.accounts.drafts",
    "portal.outbox",
    "portal.partners",
    "sectors",
    "investors",
]

MIDDLEWARE = [
    "portal.core.middleware.PermissionsPolicyMiddleware",
    "portal.core.middleware.DatabaseAwayMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before anything that may answer by itself, so that a refusal carries the headers as well.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.core.middleware.CleanRequestMiddleware",
    # Before the check of a form's token, which reads the body.
    "portal.core.attachments.bodies.BodyBoundMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.ViewerMiddleware",
    "portal.accounts.audit_middleware.AuditMiddleware",
    "portal.accounts.middleware.ReturnMiddleware",
    "portal.core.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.core.context_processors.site",
                "portal.accounts.context_processors.viewer",
                "portal.outbox.context_processors.notices",
                "portal.partners.context_processors.partners",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("setu",)
CRISPY_TEMPLATE_PACK = "setu"
# "No choice" looks alike in every filter.
FILTERS_EMPTY_CHOICE_LABEL = "–"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # Outside every served directory: an attachment leaves only through a view that asks who is looking.
        "OPTIONS": {
            "location": str(VAR_DIR / "attachments"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.partners.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["portal.partners.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.core.api.parsers.BoundedJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["portal.partners.throttles.CounterThrottle"],
    "EXCEPTION_HANDLER": "portal.core.api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    # Any name may be a filter; the form of the answer is chosen by `Accept` alone.
    "URL_FORMAT_OVERRIDE": None,
    # Whom a throttle counts: behind our proxy the last hop it names, else whoever is connected. Never what a client claims.
    "NUM_PROXIES": 1 if env.bool("BEHIND_PROXY", default=False) else 0,
}
API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", default=600)
API_CALLS_PER_MINUTE_WITHOUT_KEY = env.int("API_CALLS_PER_MINUTE_WITHOUT_KEY", default=300)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(process)d %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
