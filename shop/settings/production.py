"""Settings for a real server. They refuse to start half configured."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 - settings modules extend each other
from .base import ALLOWED_HOSTS, SECRET_KEY, env_bool

KNOWN_KEYS = ("django-insecure", "changeme", "change-me", "secret", "test")

if env_bool("DEBUG", False):
    raise ImproperlyConfigured("DEBUG must not be set under production settings.")
if len(SECRET_KEY) < 50 or SECRET_KEY.lower().startswith(KNOWN_KEYS):
    raise ImproperlyConfigured(
        "SECRET_KEY must be a random secret of at least 50 characters: "
        'python -c "import secrets; print(secrets.token_urlsafe(64))"'
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this site.")

DEBUG = False
IS_DEVELOPMENT = False
HTTPS = env_bool("HTTPS", True)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
OSCAR_BASKET_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", "3600")) if HTTPS else 0
if int(os.environ.get("TRUSTED_PROXY_COUNT", "0")):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
