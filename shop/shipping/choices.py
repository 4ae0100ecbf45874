"""What a partner offers: verbs that write delivery choices and arrangement zones."""

from django.db import transaction

from shop.history.models import record
from shop.partner.models import Partner
from shop.people.actors import Actor

from .models import ArrangementZone, Method, PartnerDelivery


def offer(
    partner: Partner,
    method: str,
    *,
    by: Actor,
    radius_km: int | None = None,
    handling_days: int = 0,
    note: str = "",
) -> PartnerDelivery:
    """Let a partner deliver by a method, or change its limits.

    `radius_km` bounds the village courier (None: no bound of the partner's own). Raises
    ValueError for a method that does not exist.
    """
    limits = {"radius_km": radius_km, "handling_days": handling_days, "note": note[:200]}
    with transaction.atomic():
        choice, _created = PartnerDelivery.objects.update_or_create(
            partner=partner, method=Method(method), defaults=limits
        )
        record("delivery.offered", partner, by=by, after={"method": str(choice.method)} | limits)
    return choice


def withdraw(partner: Partner, method: str, *, by: Actor) -> bool:
    """Stop offering a method; say whether it was offered."""
    with transaction.atomic():
        count, _rows = PartnerDelivery.objects.filter(partner=partner, method=method).delete()
        if count:
            record("delivery.withdrawn", partner, by=by, before={"method": str(method)})
    return bool(count)


def set_zone(
    partner: Partner,
    destination: str,
    *,
    by: Actor,
    carrier: str,
    fee: int,
    days_min: int = 1,
    days_max: int = 3,
) -> ArrangementZone:
    """Set the partner's own fee (rupiah) for delivery by arrangement to a code prefix."""
    terms = {"carrier": carrier[:60], "fee": fee, "days_min": days_min, "days_max": days_max}
    with transaction.atomic():
        zone, _created = ArrangementZone.objects.update_or_create(
            partner=partner, destination=destination, defaults=terms
        )
        record("delivery.zone_set", partner, by=by, after={"destination": destination} | terms)
    return zone
