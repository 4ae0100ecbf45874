"""Verbs about delivery, and the taxonomy."""

from catalogue.taxonomy import load_taxonomy
from shop.shipping import bands, choices, tariffs
from shop.shipping.models import CourierBand, ParcelTariff
from tests.verbs.world import SELLERS, Case

TARIFFS = (
    "courier,service,origin,destination,first_kg,next_kg,max_grams,days_min,days_max\n"
    "JNX,regular,35.05,35,12000,9000,,2,4\n"
)


def offered(w):
    choices.offer(w.partner, "arrangement", by=w.actors["owner"])
    choices.set_zone(w.partner, "35.05", by=w.actors["owner"], carrier="Truk", fee=5_000)


def tariff(w):
    tariffs.import_tariffs(TARIFFS, by=w.actors["staff"])
    return ParcelTariff.objects.get().pk


def band(w):
    return bands.set_band(10, fee=8_000, days=1, by=w.actors["staff"]).pk


CASES = [
    Case(
        choices.offer,
        lambda w: None,
        lambda w, by: choices.offer(w.partner, "village_courier", by=by, radius_km=7),
        "delivery.offered",
        f"{SELLERS} system",
    ),
    Case(
        choices.withdraw,
        lambda w: None,
        lambda w, by: choices.withdraw(w.partner, "village_courier", by=by),
        "delivery.withdrawn",
        SELLERS,
    ),
    Case(
        choices.set_zone,
        offered,
        lambda w, by: choices.set_zone(w.partner, "35", by=by, carrier="Truk", fee=9_000),
        "delivery.zone_set",
        SELLERS,
    ),
    Case(
        choices.remove_zone,
        offered,
        lambda w, by: choices.remove_zone(w.partner, "35.05", by=by),
        "delivery.zone_removed",
        SELLERS,
    ),
    Case(
        bands.set_band,
        lambda w: None,
        lambda w, by: bands.set_band(5, fee=5_000, days=1, by=by),
        "courier_band.set",
        "staff",
    ),
    Case(
        bands.remove_band,
        band,
        lambda w, by: bands.remove_band(CourierBand.objects.get(pk=w.it), by=by),
        "courier_band.removed",
        "staff",
        again=CourierBand.DoesNotExist,
    ),
    Case(
        tariffs.import_tariffs,
        lambda w: None,
        lambda w, by: tariffs.import_tariffs(TARIFFS, by=by),
        "tariffs.imported",
        "staff system",
    ),
    Case(
        tariffs.remove_tariff,
        tariff,
        lambda w, by: tariffs.remove_tariff(ParcelTariff.objects.get(pk=w.it), by=by),
        "tariff.removed",
        "staff",
        again=ParcelTariff.DoesNotExist,
    ),
    Case(
        load_taxonomy,
        lambda w: None,
        lambda w, by: load_taxonomy(by=by),
        "taxonomy.loaded",
        "system",
    ),
]
