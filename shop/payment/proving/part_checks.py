"""Proof that the orders' parts and the ledger say the same, to the rupiah."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Sum

from shop.order.amounts import outstanding_of
from shop.order.models import Order, SellerOrder
from shop.payment import ledger
from shop.payment.models import Entry, Payment, Refund, RefundShare
from shop.payment.proving.rules import Problem


def held_for_orders() -> Iterator[Problem]:
    """Of an order that is confirmed, exactly what its paid parts that nobody earned yet come to."""
    captured = Payment.objects.filter(state=Payment.State.CAPTURED)
    parts = SellerOrder.objects.filter(order__status=Order.State.CONFIRMED).filter(
        Exists(captured.filter(order=OuterRef("order"), seller_order__isnull=True))
        | Exists(captured.filter(seller_order=OuterRef("pk")))
    )
    parts = list(parts.select_related("order").prefetch_related("lines"))
    amounts, earned = outstanding_of(parts), _earned()
    expected: dict[str, int] = {}
    for part in parts:
        held = 0 if part.pk in earned else amounts[part.pk].total
        expected[part.order.number] = expected.get(part.order.number, 0) - held
    found: dict[str, int] = {}
    for account, amount in ledger.balances("order:").items():
        number = account.removeprefix("order:").partition("@")[0]
        found[number] = found.get(number, 0) + amount
    for number, amount in expected.items():
        if found.get(number, 0) != amount:
            yield Problem(
                "what is held for an order is what its parts come to",
                f"order:{number}",
                found.get(number, 0) - amount,
            )


def earned_parts() -> Iterator[Problem]:
    """An earned part comes to what was earned less what its seller gave back since.

    All that was given back for it, at whoever's cost, is at most what was earned.
    """
    earned = _earned()
    parts = list(SellerOrder.objects.filter(pk__in=earned).prefetch_related("lines"))
    amounts = outstanding_of(parts)
    granted = _granted()
    for part in parts:
        back = granted.get(part.pk, {})
        expected = earned[part.pk] - back.get(Refund.Bearer.SELLER, 0)
        if difference := amounts[part.pk].total - expected:
            yield Problem("a part comes to what was earned", f"part:{part.pk}", difference)
        if (excess := sum(back.values()) - earned[part.pk]) > 0:
            yield Problem("refunded at most what was earned", f"part:{part.pk}", excess)


def promised_cash() -> Iterator[Problem]:
    """Cash is asked for exactly as much as the part comes to, weighed and shortened."""
    payments = Payment.objects.promised_cash().select_related("seller_order")
    due = {payment.seller_order: payment.due for payment in payments}
    amounts = outstanding_of(list(due))
    for part, asked in due.items():
        if difference := asked - amounts[part.pk].total:
            yield Problem("cash is asked for as the part stands", f"part:{part.pk}", difference)


def _earned() -> dict[int, int]:
    """Return what was earned of the buyers' money, by seller order."""
    rows = Entry.objects.filter(posting__kind="earned", account__startswith="order:")
    return {
        int(source.removeprefix("part:")): amount
        for source, amount in rows.values_list("posting__source", "amount")
    }


def _granted() -> dict[int, dict[str, int]]:
    """Return what was given back after it was earned, by seller order and who bears it."""
    sums: dict[int, dict[str, int]] = {}
    rows = RefundShare.objects.exclude(refund__bearer="").order_by()
    for part_id, bearer, amount in rows.values_list("seller_order", "refund__bearer").annotate(
        Sum("amount")
    ):
        sums.setdefault(part_id, {})[bearer] = amount
    return sums
