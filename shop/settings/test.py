"""Settings for tests: production's behaviour with fast hashing and files thrown away."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403 - settings modules extend each other
from .base import CACHES, DATABASES, HUEY, ROOT, STORAGES

SCRATCH = Path(os.environ.get("TEST_SCRATCH") or tempfile.mkdtemp(prefix="sambung-"))

DEBUG = False
IS_DEVELOPMENT = False
ALLOWS_DEMO = True
ALWAYS_OPEN = True
SECRET_KEY = "for tests only, never for people: 9d1f0c5e7b3a"  # noqa: S105 - tests only
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = SCRATCH / "media"
PRIVATE_ROOT = SCRATCH / "private"
STORAGES["private"]["OPTIONS"] = {"location": PRIVATE_ROOT}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SEARCH_INDEX = SCRATCH / "search.sqlite3"
# Every village of Indonesia: the tests' first run builds it, later ones only read.
PLACES_INDEX = ROOT / ".cache" / "places.sqlite3"
OUTBOX_FILE = SCRATCH / "outbox.jsonl"
OUTBOX_CHANNELS = ["file"]
VAPID_PRIVATE_KEY = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
HUEY["filename"] = str(SCRATCH / "queue.sqlite3")
DATABASES["cache"]["NAME"] = SCRATCH / "cache.sqlite3"
if not os.environ.get("TEST_SHARED_CACHE"):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
