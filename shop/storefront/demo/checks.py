"""The system check that keeps demo people off real servers."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error
from django.db import DatabaseError


def no_demo_people(app_configs, **kwargs) -> list[Error]:
    """Fail while a demo person exists where `ALLOWS_DEMO` is off: somebody may know a password."""
    if settings.ALLOWS_DEMO:
        return []
    try:
        count = get_user_model().objects.filter(is_demo=True).count()
    except DatabaseError:  # before the first migration there is no table and nobody in it
        return []
    if not count:
        return []
    return [
        Error(
            f"{count} demo people exist on this server.",
            hint="Run `manage.py demo remove`.",
            id="storefront.E001",
        )
    ]
