"""Private pictures that no row holds, because the process that took them in died."""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from .storage import private_media

STRAY_AFTER = timedelta(days=1)


def remove(folder: str, *, held: Collection[str]) -> int:
    """Remove pictures of over a day in a private folder, but those `held`; returns how many."""
    storage, removed = private_media(), 0
    try:
        names = storage.listdir(folder)[1]
    except FileNotFoundError:
        return 0
    for name in (f"{folder}/{name}" for name in names):
        if name not in held and storage.get_modified_time(name) < timezone.now() - STRAY_AFTER:
            storage.delete(name)
            removed += 1
    return removed
