"""What a village gets of the commission on its sellers' goods: frozen at the sale (rupiah)."""

from collections.abc import Collection

from django.db import transaction

from catalogue.commission import MOST_BP, NotARate
from shop.history.models import record
from shop.money import round_half_up
from shop.order.models import SellerOrder
from shop.partner.models import Partner
from shop.payment import accounts
from shop.payment.models import Collector
from shop.people.actors import Actor


def rates_of(partners: Collection[Partner]) -> dict[int, int]:
    """Return the share in basis points that each partner's village gets, by partner id."""
    villages = {partner.village_id for partner in partners if partner.village_id}
    said = dict(
        Collector.objects.filter(region__in=villages, village_share_bp__gt=0).values_list(
            "region", "village_share_bp"
        )
    )
    return {partner.pk: said.get(partner.village_id, 0) for partner in partners}


def of(part: SellerOrder, commission: int) -> int:
    """Return the village's share of a commission on a part, rounded half up."""
    if part.village_id is None:
        return 0
    return round_half_up(commission * part.village_share_bp, 10_000)


def earned(part: SellerOrder, collector: Collector, commission: int) -> dict[str, int]:
    """Return the entries that a commission is earned by: the platform's and the village's."""
    return given_back(part, collector, before=0, after=commission)


def given_back(
    part: SellerOrder, collector: Collector, *, before: int, after: int
) -> dict[str, int]:
    """Return the entries that take a part's commission from one amount to another.

    The village always has its share of the commission as it stands, so that the roundings of
    several refunds never add up.
    """
    change, of_village = before - after, of(part, before) - of(part, after)
    entries = {accounts.COMMISSION: change - of_village}
    if of_village:
        entries[accounts.village(part.village_id, collector)] = of_village
    return entries


@transaction.atomic
def set_share(collector: Collector, rate: int, *, by: Actor) -> bool:
    """Set what a village gets of commissions on orders from now on (basis points).

    Returns whether it changed. Raises NotARate.
    """
    if not 0 <= rate <= MOST_BP or (rate and collector.kind != Collector.Kind.VILLAGE):
        raise NotARate
    before = Collector.objects.select_for_update().get(pk=collector.pk).village_share_bp
    if before == rate:
        return False
    Collector.objects.filter(pk=collector.pk).update(village_share_bp=rate)
    record(
        "collector.share_set",
        collector,
        by=by,
        before={"village_share_bp": before},
        after={"village_share_bp": rate},
    )
    return True
