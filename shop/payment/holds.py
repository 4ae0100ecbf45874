"""Amounts that stay reserved for a while after their payment is over, so late money is known."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from .models import ExpectedAmount


def release_expected_amounts(at=None) -> int:
    """Free amounts whose payment closed UNIQUE_CODE_HOLD_DAYS ago; run it daily."""
    now = at or timezone.now()
    over = now - timedelta(days=settings.UNIQUE_CODE_HOLD_DAYS)
    return ExpectedAmount.objects.filter(
        released_at__isnull=True, payment__closed_at__lte=over
    ).update(released_at=now)
