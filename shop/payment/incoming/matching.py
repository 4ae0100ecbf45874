"""Whose money rows of a statement may be, and what else they may say. Nothing here changes a row.

Only the exact amount that one open order asks for is acted on without a person; the rest are
suggestions.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from shop.order.models import Order
from shop.payment.models import BankAccount, ExpectedAmount, Payment, Receipt, StatementRow

#: How many rupiah an amount may be off and still be suggested.
CLOSE = 1_000
MOST_SUGGESTED = 3
ORDER_NUMBER = re.compile(r"(?<!\d)(\d{4})[- ]?(\d{4})(?!\d)")


#: ("account" or "qris", its id).
Place = tuple[str, int]


@dataclass(frozen=True)
class Money:
    """Money that came in at a place (rupiah), with what was written to it."""

    key: int
    place: Place
    amount: int
    text: str


@dataclass(frozen=True)
class Fit:
    """A payment that money may be for; `off` is how many rupiah it is more than asked for."""

    payment: Payment
    off: int
    is_named: bool = False

    @property
    def distance(self) -> int:
        """How many rupiah it is off, either way."""
        return abs(self.off)

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Smaller is likelier: named in the text first, then the nearest amount."""
        return (not self.is_named, self.distance, self.payment.pk)


def exactly_expected(account: BankAccount) -> dict[int, Payment]:
    """Return the open attempts of awaiting orders that nothing came for yet, by their amount."""
    expected = ExpectedAmount.objects.filter(
        account=account,
        released_at__isnull=True,
        payment__state=Payment.State.PENDING,
        payment__captured=0,
        payment__order__status=Order.State.AWAITING,
    )
    return {one.amount: one.payment for one in expected.select_related("payment__order")}


def fits(moneys: Iterable[Money]) -> dict[int, list[Fit]]:
    """Return for each money the payments that it may be for, likeliest first, by its key.

    Asks twice however much money there is: for open attempts, and for orders that texts name.
    """
    moneys = list(moneys)
    at_places = _at({money.place for money in moneys})
    waiting = defaultdict(list)
    for payment in at_places.filter(state=Payment.State.PENDING):
        waiting[_place_of(payment)].append(payment)
    numbers = {number for money in moneys for number in numbers_in(money.text)}
    named = {
        (_place_of(payment), payment.order.number): payment
        for payment in at_places.filter(order__number__in=numbers).order_by("pk")
    }
    return {money.key: _ranked(money, waiting[money.place], named) for money in moneys}


def of_rows(rows: Iterable[StatementRow]) -> list[Money]:
    """Return the rows of statements whose money came in."""
    return [
        Money(row.pk, ("account", row.account_id), row.amount, row.text)
        for row in rows
        if row.amount > 0
    ]


def of_receipts(receipts: Iterable[Receipt]) -> list[Money]:
    """Return money that rests in suspense."""
    return [
        Money(receipt.pk, _place_of(receipt), receipt.amount, receipt.reference)
        for receipt in receipts
    ]


def numbers_in(text: str) -> list[str]:
    """Return what may be order numbers in a text, as they are kept ("4827-1930")."""
    return [f"{first}-{last}" for first, last in ORDER_NUMBER.findall(text)]


def _place_of(row: Payment | Receipt) -> Place:
    return ("account", row.account_id) if row.account_id else ("qris", row.qris_id)


def _at(places: set[Place]) -> QuerySet[Payment]:
    ids = {
        kind: {pk for its_kind, pk in places if its_kind == kind} for kind in ("account", "qris")
    }
    return Payment.objects.filter(
        Q(account__in=ids["account"]) | Q(qris__in=ids["qris"])
    ).select_related("order")


def _ranked(money: Money, waiting: list[Payment], named: dict) -> list[Fit]:
    found = {
        payment.pk: Fit(payment, money.amount - payment.total)
        for payment in waiting
        if payment.due - CLOSE <= money.amount <= payment.total + CLOSE
    }
    for number in numbers_in(money.text):
        payment = named.get((money.place, number))
        if payment is not None:
            found[payment.pk] = Fit(payment, money.amount - payment.total, is_named=True)
    return sorted(found.values(), key=lambda fit: fit.rank)[:MOST_SUGGESTED]
