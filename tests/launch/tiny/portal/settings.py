"""As much as the launcher hands over."""

from pathlib import Path

import environ

env = environ.Env()
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.staticfiles", "portal"]
DATABASES = {"default": env.db_url("DATABASE_URL")}
ROOT_URLCONF = "portal.urls"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("SETU_VAR")) / "static"
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_BEAT_SCHEDULE = {"tick": {"task": "tick", "schedule": 0.5}}
USE_TZ = True
