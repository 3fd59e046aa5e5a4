"""Everything outside the process: database, broker, cache, mail relay, Celery."""

import os
from email.utils import parseaddr

from .environment import DEMO, TESTING, env

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///setu")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"]["application_name"] = "setu-" + env.str("SETU_PROCESS", default="command")
if env.str("SETU_PROCESS", default="") == "web":
    # A pool pays where many short requests share few connections; a worker's children hold one each.
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL_SIZE", default=8),
        "timeout": 5,
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Only for what may vanish at any moment. Sessions live in the database; every page works with the cache down.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
# Public pages as they were made last, in each web process (portal/core/kept_pages.py). Tests roll versions back, so they keep none.
KEPT_PAGES_BYTES = 0 if TESTING else env.int("KEPT_PAGES_BYTES", default=16_000_000)
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Mail goes out over one SMTP connection per batch, so the outbox reads these itself.
vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:1025"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
MAIL_FROM = env.str("MAIL_FROM", default="desk@setu.example.org")
# Where visitors write to.
SITE_CONTACT = env.str("SITE_CONTACT", default=parseaddr(MAIL_FROM)[1])
DEFAULT_FROM_EMAIL = MAIL_FROM
# Message-ID is <delivery-id@this>.
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default="setu.example.org")

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A save must never wait for the broker: one short try, then the sweep finds the row.
CELERY_BROKER_CONNECTION_TIMEOUT = 0.3
CELERY_TASK_PUBLISH_RETRY = False
if CELERY_BROKER_URL.startswith(("redis", "rediss")):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # A killed worker's wake-up is back within seconds; doing one twice is harmless.
        "visibility_timeout": 10,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 2,
        "socket_connect_timeout": 0.3,
        "socket_timeout": 5,
        "max_retries": 0,
    }
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_DEFAULT_QUEUE = "wake"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_DB_REUSE_MAX = 1000
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    # Level-triggered: each asks "what is due and not done?", so a missed tick loses nothing.
    "send what is due": {
        "task": "outbox.send_due",
        "schedule": env.float("OUTBOX_TICK_SECONDS", default=5.0),
        "options": {"expires": 30},
    },
    "tidy what no door needs any more": {"task": "accounts.tidy", "schedule": 6 * 3600.0, "options": {"expires": 600}},
    "plan what has become necessary": {"task": "investors.plan_follow_ups", "schedule": 60.0, "options": {"expires": 120}},
    "sweep bytes that no row knows": {"task": "core.sweep_attachments", "schedule": 21_600.0, "options": {"expires": 21_600}},
    "forget what was typed long ago": {"task": "drafts.purge", "schedule": 3600.0, "options": {"expires": 3600}},
}
if TESTING or DEMO:
    CELERY_BEAT_SCHEDULE["plan what has become necessary"]["schedule"] = 5.0

OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", default=60)
# Lets a monitor read /status: `Authorization: Bearer <this>`. Empty: only operators who are signed in.
STATUS_TOKEN = env.str("STATUS_TOKEN", default="")
OUTBOX_BATCH = env.int("OUTBOX_BATCH", default=50)

os.environ.setdefault("PGCONNECT_TIMEOUT", "3")
