"""Consents of owners that a volunteer acts in their stall."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from shop.people.models import User

from .models import Consent, Seller


def in_force(at=None) -> QuerySet[Consent]:
    """Return consents that let a volunteer act now."""
    now = at or timezone.now()
    return Consent.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), given_at__lte=now, ended_at__isnull=True
    )


def consent_of(person: User, seller: Seller) -> Consent | None:
    """Return the consent by which a volunteer may act in a stall now, or None."""
    return in_force().filter(volunteer=person, seller=seller).select_related("owner").first()
