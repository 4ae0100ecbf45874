"""What each collector owes each seller and what she owes, read from the ledger (rupiah).

Money of an order is held until its part is completed, and while its payment is disputed. What
can't be paid out is never more than what a collector owes in all.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from shop.order.models import Order, SellerOrder
from shop.partner.models import Partner
from shop.payment import accounts, ledger
from shop.payment.models import Collector, Dispute, Entry, Refund

Status = SellerOrder.Status
#: Handed over, but the buyer may still report a problem or has.
IN_WINDOW = (Status.HANDED_OVER, Status.COMPLAINT)
OVER = (Order.State.CLOSED, Order.State.EXPIRED, Order.State.CANCELLED)
SELLER = "seller:"


@dataclass(frozen=True)
class Standing:
    """A seller at one collector: `balance` is what it owes her, negative what she owes it."""

    balance: int
    held_for_orders: int = 0

    @property
    def held(self) -> int:
        """What of the balance waits for buyers or a dispute."""
        return min(max(0, self.held_for_orders), max(0, self.balance))

    @property
    def available(self) -> int:
        """What may be paid out before debts elsewhere are taken off."""
        return max(0, self.balance) - self.held

    @property
    def debt(self) -> int:
        return max(0, -self.balance)


@dataclass(frozen=True)
class Own:
    """A seller as the collector of her own money.

    `debt` is what of it is the platform's, `credit` what the platform owes her for refunds that
    it bears; one of them is 0. `to_give_back` is cash that is buyers' again.
    """

    account: str
    debt: int
    credit: int
    to_give_back: int


def lock(partner_ids: Iterable[int]) -> None:
    """Let one transaction at a time count or lessen what these sellers may be paid."""
    rows = Partner.objects.select_for_update(no_key=True).filter(pk__in=list(partner_ids))
    list(rows.order_by("pk").values_list("pk"))


def of_partner(partner: Partner) -> dict[str, Standing]:
    """Return where a seller stands at each collector but herself, by the collector's code."""
    balances = ledger.balances(f"{SELLER}{partner.pk}@")
    return _standings(balances, _held([partner.pk])).get(partner.pk, {})


def of_all() -> dict[int, dict[str, Standing]]:
    """Return where every seller stands at each collector but herself, by partner id and code."""
    return _standings(ledger.balances(SELLER), _held())


def own(partner: Partner) -> Own | None:
    """Return where a seller stands with money that she collected herself; None if she never did.

    Buyers' money that she has not earned yet, courier fees and money that fits no order are hers
    to keep or pass on; what is left on her account is what she owes.
    """
    collector = Collector.objects.filter(kind=Collector.Kind.SELLER, partner=partner).first()
    if collector is None:
        return None
    hers = accounts.seller(partner.pk, collector)
    stands = ledger.balance_of([hers, accounts.suspense(collector), *_unearned(collector)])
    couriers = Entry.objects.filter(
        ledger.begins("courier:"), account__endswith=f"@{collector.code}"
    )
    stands += couriers.aggregate(all=Sum("amount", default=0))["all"]
    waiting = Refund.objects.owed().filter(collector=collector)
    to_give_back = waiting.exclude(bearer=Refund.Bearer.PLATFORM).aggregate(
        all=Sum("amount", default=0)
    )["all"]
    stands -= to_give_back
    return Own(hers, max(0, stands), max(0, -stands), to_give_back)


def _unearned(collector: Collector) -> list[str]:
    """Return the accounts of her orders whose money nobody has earned yet."""
    orders = Order.objects.exclude(status__in=OVER).filter(payments__collector=collector)
    return [accounts.order(order, collector) for order in orders.distinct().only("number")]


def held_parts() -> QuerySet[SellerOrder]:
    """Return the parts whose money can't be paid out yet, or not now."""
    disputed = Q(order__payments__disputes__state=Dispute.State.OPEN)
    return SellerOrder.objects.filter(Q(status__in=IN_WINDOW) | disputed).distinct()


def _held(partner_ids: Collection[int] | None = None) -> dict[str, int]:
    """Return what of the sellers' accounts is about parts that are held, by account."""
    parts = held_parts()
    if partner_ids is not None:
        parts = parts.filter(partner__in=partner_ids)
    pairs = set(parts.order_by().values_list("partner", "order"))
    entries = Entry.objects.filter(
        ledger.begins(SELLER), posting__order__in=parts.order_by().values("order")
    )
    held: dict[str, int] = {}
    for account, order_id, amount in (
        entries.order_by().values_list("account", "posting__order").annotate(Sum("amount"))
    ):
        if (_partner_id(account), order_id) in pairs:
            held[account] = held.get(account, 0) + max(0, -amount)
    return held


def _standings(balances: dict[str, int], held: dict[str, int]) -> dict[int, dict[str, Standing]]:
    found: dict[int, dict[str, Standing]] = {}
    for account, amount in balances.items():
        code = account.partition("@")[2]
        if not code.startswith(f"{Collector.Kind.SELLER}-"):
            one = Standing(-amount, held.get(account, 0))
            found.setdefault(_partner_id(account), {})[code] = one
    return found


def _partner_id(account: str) -> int:
    return int(account.removeprefix(SELLER).partition("@")[0])
