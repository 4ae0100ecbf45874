"""Settings for a developer's or a trial machine: `make run` uses them.

People who try the shop see its own error pages; DEBUG=1 shows Django's technical ones.
"""

import secrets
from collections.abc import Callable
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403 - settings modules extend each other
from .base import LOCAL, STORAGES, env_bool

DEBUG = env_bool("DEBUG", False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]
IS_DEVELOPMENT = True
IS_DEMO_SHOP = True
ALLOWS_DEMO = True
ALWAYS_OPEN = True


def local_secret(path: Path, make: Callable[[], str] = get_random_secret_key) -> str:
    """Return this installation's random key, made at the first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(make())
    return path.read_text()


SECRET_KEY = local_secret(LOCAL / "secret-key")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
OUTBOX_CHANNELS = ["console", "file", "push"]
# Any 32 random bytes are a private key of the curve P-256.
VAPID_PRIVATE_KEY = local_secret(LOCAL / "vapid-key", lambda: secrets.token_urlsafe(32))
