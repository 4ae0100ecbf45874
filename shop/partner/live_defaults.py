"""The terms under which live goods are sent unless their owner says otherwise."""

from catalogue.models import ArrivalProof, Category, DeadOnArrival

EVERY_DAY = 127
FISH = "perikanan"
# In the language in which owners write their listings, as it becomes their own text.
PACKING = {FISH: "Kantong plastik berisi air dan oksigen, di dalam kardus atau boks"}
OTHER_PACKING = "Kandang atau keranjang berlubang udara, dengan alas"
#: A promise is in whole days: with fewer hours no carrier could take them further than a day.
ENDURES_HOURS = 24
ARRIVAL_HOURS = 6


def live_terms_of(category: Category) -> dict:
    """Return the terms of live goods of this category."""
    return {
        "dispatch_days": EVERY_DAY,
        "live_packing": PACKING.get(category.sector, OTHER_PACKING),
        "endures_hours": ENDURES_HOURS,
        "dead_on_arrival": DeadOnArrival.REPLACED,
        "arrival_proof": ArrivalProof.VIDEO,
        "arrival_hours": ARRIVAL_HOURS,
    }
