"""What a partner earned, holds in hand, was paid and owes, read from the ledger (rupiah).

Every ledger entry of the partner is exactly one of three things: cash she holds, money paid out
to her, or earnings (everything else). So the three always add up to the ledger's own balance.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, QuerySet, Sum, Value, When
from django.db.models.functions import TruncMonth

from shop.order.amounts import outstanding_of
from shop.order.models import Adjustment, SellerOrder
from shop.partner.models import Partner
from shop.payment import ledger
from shop.payment.models import Entry
from shop.payment.paying_out import standing

#: Posting kinds that move money in the partner's own hand or on the account that she collects on;
#: no other collector's money ever moves her account by them.
IN_HAND = ("collected", "received", "refund_in_cash", "refund_sent", "refund_failed")
#: Kinds that pay her out, undo that, or pay back what she owed.
PAID_OUT = ("payout_released", "payout_bounced", "payout_undone", "debt_repaid")
Status = SellerOrder.Status
UNDER_WAY = (Status.NEW, Status.ACCEPTED, Status.WEIGHED, Status.READY, Status.SENT)


@dataclass(frozen=True)
class Statement:
    """Where a partner's money stands; all in rupiah.

    `earned` after commission and refunds; of it `in_hand` was cash, `paid_out` is on her
    account or on its way there, and the rest waits: `held` until buyers have nothing to complain
    about any more and no bank disputes it, `available` for the next payout. `owes` is what her
    cash sales, and refunds after a payout, left due; `to_give_back` is cash that she still has to
    hand back to buyers.
    """

    earned: int
    in_hand: int
    paid_out: int
    held: int
    owes: int
    to_give_back: int = 0

    @property
    def balance(self) -> int:
        """What she is owed in all; negative when she owes."""
        return self.earned - self.in_hand - self.paid_out

    @property
    def available(self) -> int:
        """What the next payout may hold before debts are taken off."""
        return self.balance + self.owes + self.to_give_back - self.held


@dataclass(frozen=True)
class Month:
    """A month's earnings, cash taken in and payouts; `first` is its first day."""

    first: date
    earned: int
    in_hand: int
    paid_out: int


@dataclass(frozen=True)
class OrderMoney:
    """One seller order's money: what it comes to now, and what of it is earned.

    `courier_back` is what she gave back of the parcel courier's fee, at her own cost.
    """

    part: SellerOrder
    goods: int
    delivery: int
    commission: int
    courier_back: int
    earned: int
    in_hand: int

    @property
    def net(self) -> int:
        """What the partner gets for it: as much as is earned, once it is."""
        return self.goods + self.delivery - self.commission - self.courier_back


def of(partner: Partner) -> Statement:
    """Return where a partner's money stands now."""
    sums, own = _sums(_entries(partner)), standing.own(partner)
    elsewhere = standing.of_partner(partner).values()
    return Statement(
        earned=-sums.get("earned", 0),
        in_hand=sums.get("in_hand", 0),
        paid_out=sums.get("paid_out", 0),
        held=sum(one.held for one in elsewhere),
        owes=sum(one.debt for one in elsewhere) + (own.debt if own else 0),
        to_give_back=own.to_give_back if own else 0,
    )


def on_its_way(partner: Partner) -> int:
    """Return what secured orders under way will earn her, after commission."""
    parts = SellerOrder.objects.filter(partner=partner, status__in=UNDER_WAY)
    amounts = outstanding_of(parts.prefetch_related("lines")).values()
    return sum(now.goods + now.delivery_own - now.commission for now in amounts)


def by_month(partner: Partner) -> list[Month]:
    """Return the months in which money moved, newest first (months of Asia/Jakarta)."""
    months: dict[date, dict[str, int]] = {}
    rows = _sorted(_entries(partner)).annotate(month=TruncMonth("posting__at"))
    for month, sort, amount in rows.order_by().values_list("month", "sort").annotate(Sum("amount")):
        months.setdefault(month.date(), {})[sort] = amount
    return [
        Month(
            first,
            earned=-sums.get("earned", 0),
            in_hand=sums.get("in_hand", 0),
            paid_out=sums.get("paid_out", 0),
        )
        for first, sums in sorted(months.items(), reverse=True)
    ]


def parts_of(partner: Partner) -> QuerySet[SellerOrder]:
    """Return the seller orders that money has to do with, newest first."""
    return (
        SellerOrder.objects.filter(partner=partner)
        .exclude(status__in=[Status.WAITING, Status.DECLINED, Status.CANCELLED])
        .select_related("order")
        .order_by("-order__date_placed", "-pk")
    )


def of_orders(partner: Partner, parts: Collection[SellerOrder]) -> list[OrderMoney]:
    """Return the money of some of a partner's seller orders, in their order."""
    sums: dict[int, dict[str, int]] = {}
    entries = _sorted(_entries(partner).filter(posting__order__in=[p.order_id for p in parts]))
    for order_id, sort, amount in (
        entries.order_by().values_list("posting__order", "sort").annotate(Sum("amount"))
    ):
        sums.setdefault(order_id, {})[sort] = amount
    rows, amounts, back = [], outstanding_of(parts), _courier_back(parts)
    for part in parts:
        now, moved = amounts[part.pk], sums.get(part.order_id, {})
        rows.append(
            OrderMoney(
                part,
                goods=now.goods,
                delivery=now.delivery_own,
                commission=now.commission,
                courier_back=back.get(part.pk, 0),
                earned=-moved.get("earned", 0),
                in_hand=moved.get("in_hand", 0),
            )
        )
    return rows


def _courier_back(parts: Collection[SellerOrder]) -> dict[int, int]:
    """Return what refunds after earning took back of couriers' fees, which stay due to them."""
    changes = Adjustment.objects.filter(
        seller_order__in=[part.pk for part in parts], kind=Adjustment.Kind.REFUND
    )
    sums = changes.order_by().values_list("seller_order").annotate(Sum("delivery_courier"))
    return {part_id: -change for part_id, change in sums}


def _entries(partner: Partner) -> QuerySet[Entry]:
    """Return the ledger's entries of a partner, whoever collected the money."""
    return Entry.objects.filter(ledger.begins(f"{standing.SELLER}{partner.pk}@"))


def _sorted(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Say of each entry which of the three things it is."""
    return entries.annotate(
        sort=Case(
            When(posting__kind__in=IN_HAND, then=Value("in_hand")),
            When(posting__kind__in=PAID_OUT, then=Value("paid_out")),
            default=Value("earned"),
            output_field=CharField(),
        )
    )


def _sums(entries: QuerySet[Entry]) -> dict[str, int]:
    return dict(_sorted(entries).order_by().values_list("sort").annotate(Sum("amount")))
