"""The village courier's bands: verbs of the staff who keep them."""

from django.db import transaction

from shop.history.models import record
from shop.people.actors import Actor

from .choices import BadCourierFee
from .models import MAX_COURIER_FEE, CourierBand


@transaction.atomic
def set_band(max_km: int, *, fee: int, days: int, by: Actor) -> CourierBand:
    """Set what the courier charges (rupiah) and how many days he takes up to a distance.

    Raises choices.BadCourierFee above MAX_COURIER_FEE.
    """
    if not 0 <= fee <= MAX_COURIER_FEE:
        raise BadCourierFee
    before = CourierBand.objects.filter(max_km=max_km).values("fee", "days").first()
    terms = {"fee": fee, "days": days}
    band, _made = CourierBand.objects.update_or_create(max_km=max_km, defaults=terms)
    if before != terms:
        record("courier_band.set", band, by=by, before=before, after={"max_km": max_km, **terms})
    return band


@transaction.atomic
def remove_band(band: CourierBand, *, by: Actor) -> None:
    """Take a band away; villages further than the last band get no courier."""
    before = {"max_km": band.max_km, "fee": band.fee, "days": band.days}
    record("courier_band.removed", band, by=by, before=before)
    band.delete()
