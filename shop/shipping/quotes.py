"""What delivery costs and when it arrives: four methods, one charge per partner.

A `Reach` is loaded once per page, in three queries for any number of partners, and then
answers for each listing or stall without a query. Fees are rupiah, weights gross grams.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, Length
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Product
from shop.partner.models import Partner
from shop.villages.distance import distance_km

from .destinations import Destination, destination_for
from .live import endure, endured_hours, next_dispatch
from .models import ArrangementZone, CourierBand, Method, ParcelTariff, PartnerDelivery, Service
from .options import DeliveryOption, Load, Parcel, sort_cheapest

__all__ = [
    "DeliveryOption",
    "Destination",
    "Parcel",
    "Reach",
    "destination_for",
    "load_reach",
    "quote",
    "why_not",
]

GRAMS_PER_KG = 1000
#: The village courier's days say when he comes; he rides from village to village within hours.
WITHIN_HOURS = {Method.PICKUP, Method.VILLAGE_COURIER}
ALLOWS = {
    Method.PICKUP: "allows_pickup",
    Method.VILLAGE_COURIER: "allows_village_courier",
    Method.PARCEL: "allows_parcel",
    Method.ARRANGEMENT: "allows_arrangement",
}


def quote(
    partner: Partner,
    lines: Sequence[Load],
    destination: Destination | None,
    *,
    goods: int = 0,
    on: date | None = None,
) -> list[DeliveryOption]:
    """Return how a partner's lines, worth `goods` rupiah, can be received together.

    The cheapest comes first. Without a destination only pick-up can be answered. Listings and
    `partner.village.parent` should be loaded. For many partners on one page use `load_reach`.
    """
    return load_reach([partner], destination, on=on).options(partner, lines, goods=goods)


def why_not(partner: Partner, lines: Sequence[Load], destination: Destination) -> str:
    """Return why nothing is sent there (pick-up aside), in words; "" if something is."""
    return load_reach([partner], destination).why_not(partner, lines)


def load_reach(
    partners: Iterable[Partner] | None,
    destination: Destination | None,
    *,
    on: date | None = None,
) -> "Reach":
    """Load what these partners (None: all) offer for a destination, in three queries."""
    mine = Q() if partners is None else Q(partner__in=[partner.pk for partner in partners])
    reach = Reach(destination, on or timezone.localdate())
    offers = PartnerDelivery.objects.filter(mine)
    if destination is not None:
        offers = offers.annotate(zone=_best_zone(destination.prefixes))
        reach.bands = list(CourierBand.objects.order_by("max_km"))
        reach.tariffs = list(ParcelTariff.objects.filter(destination__in=destination.prefixes))
    for offer in offers:
        reach.offers[offer.partner_id][offer.method] = offer
        if offer.method == Method.ARRANGEMENT and getattr(offer, "zone", None):
            reach.zones[offer.partner_id] = ArrangementZone(
                partner_id=offer.partner_id, **offer.zone
            )
    return reach


def _best_zone(prefixes: Sequence[str]) -> Subquery:
    """The partner's zone with the longest prefix that fits, as one column of its offer."""
    zones = ArrangementZone.objects.filter(partner=OuterRef("partner"), destination__in=prefixes)
    columns = ("destination", "carrier", "fee", "days_min", "days_max")
    return Subquery(
        zones.order_by(Length("destination").desc()).values(
            columns=JSONObject(**{name: name for name in columns})
        )[:1]
    )


@dataclass
class Reach:
    """What some partners offer for one destination on one day; made by `load_reach`."""

    destination: Destination | None
    on: date
    offers: dict[int, dict[str, PartnerDelivery]] = field(default_factory=lambda: defaultdict(dict))
    zones: dict[int, ArrangementZone] = field(default_factory=dict)
    bands: list[CourierBand] = field(default_factory=list)
    tariffs: list[ParcelTariff] = field(default_factory=list)

    def methods(self, partner: Partner, products: Iterable[Product]) -> list[Method]:
        """Return what the stall offers and all goods allow, wherever they go."""
        goods = list(products)
        return [
            method
            for method, allows in ALLOWS.items()
            if method in self.offers.get(partner.pk, {})
            and all(getattr(product, allows) for product in goods)
        ]

    def for_listing(
        self, product: Product, partner: Partner, *, goods: int = 0
    ) -> list[DeliveryOption]:
        """Return how the listing's smallest quantity can be received, the cheapest first."""
        return self.options(partner, [Parcel(product, product.min_quantity)], goods=goods)

    def options(
        self, partner: Partner, lines: Sequence[Load], *, goods: int = 0
    ) -> list[DeliveryOption]:
        """Return how these lines can be received together, the cheapest first.

        `goods` is what they are worth in rupiah: from `free_above` on the village courier is
        free. Ways that take longer than live goods endure are left out.
        """
        found = [way for way, is_endured in self._ways(partner, lines) if is_endured]
        return sort_cheapest(_free_of_charge(option, goods) for option in found)

    def free_above(self, partner: Partner, products: Iterable[Product]) -> int | None:
        """Return from goods of how many rupiah the village courier is free; None if never."""
        if Method.VILLAGE_COURIER not in self.methods(partner, products):
            return None
        return self.offers[partner.pk][Method.VILLAGE_COURIER].free_above

    def why_not(self, partner: Partner, lines: Sequence[Load]) -> str:
        """Return why nothing is sent to the destination, in words; "" if something is."""
        if any(not option.is_pickup for option in self.options(partner, lines)):
            return ""
        methods = [m for m in self.methods(partner, _goods(lines)) if m != Method.PICKUP]
        if not methods:
            apart = all(
                set(self.methods(partner, [product])) - {Method.PICKUP} for product in _goods(lines)
            )
            if apart and len(lines) > 1:
                return _not_together()
            return _("These goods are only picked up at the stall.")
        if next_dispatch(self.on, _goods(lines)) is None:
            return _not_together()
        if Method.PARCEL in methods and self._is_too_heavy(partner, lines):
            kilos = -(-_grams(lines) // GRAMS_PER_KG)
            return _("Too heavy for a parcel courier: %(kilos)s kg.") % {"kilos": kilos}
        if any(not is_endured for _way, is_endured in self._ways(partner, lines)):
            return _("Too far for live goods: they endure %(hours)s hours on the way.") % {
                "hours": endured_hours(_goods(lines))
            }
        if self.destination is None:
            return ""
        return _("Not delivered to %(place)s.") % {"place": self.destination.label}

    def _ways(
        self, partner: Partner, lines: Sequence[Load]
    ) -> Iterator[tuple[DeliveryOption, bool]]:
        """Yield each way there is, and whether live goods endure the longest it may take."""
        goods = _goods(lines)
        for method in self.methods(partner, goods):
            offer = self.offers[partner.pk][method]
            for way in self._quoters[method](self, partner, lines, offer):
                is_short = method in WITHIN_HOURS
                yield way, is_short or endure(goods, self._leaves(lines, offer), way.days_to)

    def _pickup(self, partner, lines, offer) -> list[DeliveryOption]:
        ready = self._ready(lines, offer)
        place = partner.village.label if partner.village else ""
        return [DeliveryOption(Method.PICKUP, "", "", 0, 0, ready, ready, offer.note or place)]

    def _village_courier(self, partner, lines, offer) -> list[DeliveryOption]:
        if self.destination is None or partner.village is None:
            return []
        far = distance_km(partner.village, self.destination)
        if far is None or (offer.radius_km is not None and far > offer.radius_km):
            return []
        band = next((band for band in self.bands if far <= band.max_km), None)
        if band is None:
            return []
        leaves = self._leaves(lines, offer)
        if leaves is None:
            return []
        day = leaves + timedelta(days=band.days)
        note = offer.note or _("About %(km)s km from the stall") % {"km": max(1, round(far))}
        return [
            DeliveryOption(
                Method.VILLAGE_COURIER, "", "", band.fee, 0, day, day, note, offer.free_above
            )
        ]

    def _parcel(self, partner, lines, offer) -> list[DeliveryOption]:
        leaves, grams = self._leaves(lines, offer), _grams(lines)
        if leaves is None:
            return []
        return [
            DeliveryOption(
                Method.PARCEL,
                tariff.service,
                tariff.courier,
                0,
                tariff.first_kg + _kilos_above_first(grams) * tariff.next_kg,
                leaves + timedelta(days=tariff.days_min),
                leaves + timedelta(days=tariff.days_max),
                offer.note,
            )
            for tariff in self._tariffs_from(partner)
            if grams <= tariff.max_grams and _suits(tariff, lines)
        ]

    def _arrangement(self, partner, lines, offer) -> list[DeliveryOption]:
        zone = self.zones.get(partner.pk)
        leaves = self._leaves(lines, offer)
        if zone is None or leaves is None:
            return []
        first, last = (leaves + timedelta(days=days) for days in (zone.days_min, zone.days_max))
        return [
            DeliveryOption(
                Method.ARRANGEMENT, zone.carrier, "", zone.fee, 0, first, last, offer.note
            )
        ]

    _quoters = {
        Method.PICKUP: _pickup,
        Method.VILLAGE_COURIER: _village_courier,
        Method.PARCEL: _parcel,
        Method.ARRANGEMENT: _arrangement,
    }

    def _ready(self, lines: Sequence[Load], offer: PartnerDelivery) -> date:
        """The day on which everything is prepared: pre-orders first, then the stall's days."""
        waits = (line.product.preorder_days for line in lines if line.product.is_preorder)
        return self.on + timedelta(days=offer.handling_days + max(waits, default=0))

    def _leaves(self, lines: Sequence[Load], offer: PartnerDelivery) -> date | None:
        """The day on which everything goes on its way; None without a common day of dispatch."""
        return next_dispatch(self._ready(lines, offer), _goods(lines))

    def _tariffs_from(self, partner: Partner) -> list[ParcelTariff]:
        """One tariff per courier and service: the one with the longest prefixes that match."""
        origin = partner.village.code if partner.village else ""
        best: dict[tuple[str, str], ParcelTariff] = {}
        for tariff in self.tariffs:
            if tariff.origin and not f"{origin}.".startswith(f"{tariff.origin}."):
                continue
            which = (tariff.courier, tariff.service)
            if which not in best or _closeness(tariff) > _closeness(best[which]):
                best[which] = tariff
        return list(best.values())

    def _is_too_heavy(self, partner: Partner, lines: Sequence[Load]) -> bool:
        fitting = [tariff for tariff in self._tariffs_from(partner) if _suits(tariff, lines)]
        return bool(fitting) and all(_grams(lines) > tariff.max_grams for tariff in fitting)


def _free_of_charge(option: DeliveryOption, goods: int) -> DeliveryOption:
    if option.free_above is not None and goods >= option.free_above:
        return replace(option, fee_own=0)
    return option


def _not_together() -> str:
    return _("These goods can't travel together. Order them one after the other.")


def _goods(lines: Sequence[Load]) -> list[Product]:
    return [line.product for line in lines]


def _grams(lines: Sequence[Load]) -> int:
    return sum(line.product.gross_grams * line.quantity for line in lines)


def _kilos_above_first(grams: int) -> int:
    return max(0, -(-grams // GRAMS_PER_KG) - 1)


def _closeness(tariff: ParcelTariff) -> tuple[int, int]:
    return len(tariff.destination), len(tariff.origin)


def _suits(tariff: ParcelTariff, lines: Sequence[Load]) -> bool:
    """Say whether a parcel service is fast enough for all goods.

    Live ones never travel so, and what breaks only by express, which is handled less.
    """
    for product in _goods(lines):
        needs_express = product.express_only or product.is_fragile
        if product.is_live or (needs_express and tariff.service != Service.EXPRESS):
            return False
        keeps = product.shelf_life_days
        if product.is_perishable and keeps is not None and tariff.days_max > keeps:
            return False
    return True
