"""The cache shared by a machine's processes: a database cache in its own SQLite file."""

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError


class CacheRouter:
    """Send Django's cache table to the `cache` database and nothing else."""

    def db_for_read(self, model, **hints):
        return "cache" if model._meta.app_label == "django_cache" else None

    def db_for_write(self, model, **hints):
        return "cache" if model._meta.app_label == "django_cache" else None

    def allow_migrate(self, db, app_label, **hints):
        if db == "cache" or app_label == "django_cache":
            return db == "cache" and app_label == "django_cache"
        return None


class ForgivingDatabaseCache(DatabaseCache):
    """Treat a broken cache as a miss: a cache must never take a page down."""

    def get_many(self, keys, version=None):
        try:
            return super().get_many(keys, version)
        except DatabaseError:
            return {}

    def _base_set(self, mode, key, value, timeout=DEFAULT_TIMEOUT):
        try:
            return super()._base_set(mode, key, value, timeout)
        except DatabaseError:
            return False

    def _base_delete_many(self, keys):
        try:
            return super()._base_delete_many(keys)
        except DatabaseError:
            return False

    def has_key(self, key, version=None):
        try:
            return super().has_key(key, version)
        except DatabaseError:
            return False
