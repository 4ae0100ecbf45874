"""Which goods are delivered to a village, as one SQL condition over stock records.

Says for whole lists what `shop.shipping.quotes.Reach` says listing by listing; three
queries prepare it, however many stalls there are. Pick-up is no delivery.
"""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Length

from shop.shipping.live import HOURS_PER_DAY
from shop.shipping.models import (
    ArrangementZone,
    CourierBand,
    Method,
    ParcelTariff,
    PartnerDelivery,
    Service,
)
from shop.shipping.quotes import Destination
from shop.villages.distance import distance_km
from shop.villages.models import Region

KM_PER_DEGREE = 110.5


def delivered_to(destination: Destination) -> Q:
    """Return the condition for goods that somebody brings to this village."""
    return by_parcel(destination) | by_village_courier(destination) | by_arrangement(destination)


def offered(method: Method, **limits: object) -> Exists:
    """Return the condition that the stall offers a method, within these limits."""
    return Exists(
        PartnerDelivery.objects.filter(partner=OuterRef("partner"), method=method, **limits)
    )


def by_parcel(destination: Destination) -> Q:
    """Return what some courier's tariff allows: from there, that heavy, fast enough."""
    fitting = Q(pk__in=[])
    for tariff in ParcelTariff.objects.filter(destination__in=destination.prefixes):
        fits = Q(product__gross_grams__lte=tariff.max_grams / F("product__min_quantity"))
        fits &= (
            Q(product__is_perishable=False)
            | Q(product__shelf_life_days__isnull=True)
            | Q(product__shelf_life_days__gte=tariff.days_max)
        )
        if tariff.service != Service.EXPRESS:
            fits &= Q(product__express_only=False, product__is_fragile=False)
        if tariff.origin:
            fits &= Q(partner__village__code=tariff.origin) | Q(
                partner__village__code__startswith=f"{tariff.origin}."
            )
        fitting |= fits
    allowed = Q(product__allows_parcel=True, product__is_live=False)
    return allowed & fitting & Q(offered(Method.PARCEL))


def by_village_courier(destination: Destination) -> Q:
    """Return the goods of stalls whose courier comes that far."""
    if destination.latitude is None or destination.longitude is None:
        return Q(pk__in=[])
    farthest = max((band.max_km for band in CourierBand.objects.all()), default=0)
    near = [
        (village.pk, far)
        for village in villages_around(destination, farthest)
        if (far := distance_km(village, destination)) is not None and far <= farthest
    ]
    within = Q(pk__in=[])
    for limit in sorted({int(far) for _village, far in near}):
        inside = [pk for pk, far in near if limit <= far < limit + 1]
        within |= Q(partner__village__in=inside) & Q(
            offered(Method.VILLAGE_COURIER, radius_km__gt=limit)
        )
    anywhere = Q(partner__village__in=[pk for pk, _far in near]) & Q(
        offered(Method.VILLAGE_COURIER, radius_km__isnull=True)
    )
    return Q(product__allows_village_courier=True) & (within | anywhere)


def villages_around(destination: Destination, km: int):
    """Return villages with stalls in the square around the destination."""
    reach = (km + 1) / KM_PER_DEGREE
    return (
        Region.objects.villages()
        .filter(
            latitude__range=(destination.latitude - reach, destination.latitude + reach),
            longitude__range=(
                destination.longitude - 1.1 * reach,
                destination.longitude + 1.1 * reach,
            ),
            partners__isnull=False,
        )
        .distinct()
    )


def by_arrangement(destination: Destination) -> Q:
    """Return the goods of stalls that arranged a carrier to a zone around the village.

    The closest zone counts, as in `Reach`: live goods endure the days that it may take.
    """
    zones = ArrangementZone.objects.filter(
        partner=OuterRef("partner"), destination__in=destination.prefixes
    )
    closest = zones.order_by(Length("destination").desc())
    hours = Subquery(closest.values(hours=F("days_max") * HOURS_PER_DAY)[:1])
    reached = Q(Exists(zones)) & Q(offered(Method.ARRANGEMENT)) & endures(hours)
    return Q(product__allows_arrangement=True) & reached


def endures(hours: int | Subquery) -> Q:
    """Return goods that may be on the way so many hours: not live, or stated to endure them."""
    return (
        Q(product__is_live=False)
        | Q(product__endures_hours__isnull=True)
        | Q(product__endures_hours__gte=hours)
    )
