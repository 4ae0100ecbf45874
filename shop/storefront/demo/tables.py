"""What the demo shop needs beside goods: fees of couriers, pilot villages."""

from django.db import transaction

from shop.history.models import Event, record
from shop.shipping.models import CourierBand, ParcelTariff
from shop.shipping.tariffs import import_tariffs
from shop.villages.assigning import set_pilot
from shop.villages.models import Region

from . import data
from .data import DEMO

TARIFFS, BANDS = "parcel-tariffs.csv", "courier-bands.csv"


def load_tariffs() -> bool:
    """Fill the parcel tariffs if staff keep none yet; say whether it did."""
    if ParcelTariff.objects.exists():
        return False
    import_tariffs((data.FOLDER / TARIFFS).read_text(encoding="utf-8"), by=DEMO)
    return True


def load_bands() -> bool:
    """Fill the village courier's bands if staff keep none yet; say whether it did."""
    if CourierBand.objects.exists():
        return False
    with transaction.atomic():
        CourierBand.objects.bulk_create([CourierBand(**row) for row in data.rows(BANDS)])
        record("courier_bands.loaded", CourierBand.objects.first(), by=DEMO)
    return True


def mark_pilots() -> int:
    """Mark the demo's choice of pilot villages if there are none; return how many."""
    if Region.objects.pilots().exists():
        return 0
    with transaction.atomic():
        villages = Region.objects.filter(code__in=data.pilot_codes())
        return sum(set_pilot(village, is_pilot=True, by=DEMO) for village in villages)


def unmark_pilots() -> int:
    """Take back the pilot marks that the demo set and nobody confirmed since."""
    villages = Region.objects.filter(code__in=data.pilot_codes(), is_pilot=True)
    return sum(
        set_pilot(village, is_pilot=False, by=DEMO) for village in villages if _is_ours(village)
    )


def remove_tariffs() -> int:
    """Delete the fees that still stand as the demo wrote them; return how many."""
    removed = 0
    if Event.objects.filter(verb="tariffs.imported", actor_label=DEMO.label).exists():
        for row in data.rows(TARIFFS):
            removed += ParcelTariff.objects.filter(**row).delete()[0]
    if Event.objects.filter(verb="courier_bands.loaded", actor_label=DEMO.label).exists():
        for row in data.rows(BANDS):
            removed += CourierBand.objects.filter(**row).delete()[0]
    return removed


def _is_ours(village: Region) -> bool:
    last = Event.objects.about(village).filter(verb="village.pilot").last()
    return last is not None and last.actor_label == DEMO.label
