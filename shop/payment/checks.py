"""Proof that the ledger is whole: the rules of MONEY that always hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from shop.order.amounts import outstanding_of
from shop.order.models import Order, SellerOrder

from . import ledger
from .models import Collector, Entry, Payment, Posting, Receipt, Refund, RefundShare

SETTLED = (Order.State.CLOSED, Order.State.EXPIRED, Order.State.CANCELLED)
NEVER_POSITIVE = ("order:", "refund_due:", "suspense@", "payout:")


@dataclass(frozen=True)
class Problem:
    """A rule that does not hold, what breaks it, and by how many rupiah."""

    rule: str
    subject: str
    amount: int


def problems() -> list[Problem]:
    """Return everything that is wrong with the money; an empty list is the proof."""
    return [problem for check in CHECKS for problem in check()]


def _postings_balance() -> Iterator[Problem]:
    """Every posting sums to 0, and so does everything together."""
    wrong = Posting.objects.annotate(all=Coalesce(Sum("entries__amount"), 0))
    empty = Q(entries__isnull=True)
    for posting in wrong.filter(~Q(all=0) | empty):
        yield Problem("every posting sums to 0", str(posting), posting.all)
    total = Entry.objects.aggregate(all=Sum("amount", default=0))["all"]
    if total:
        yield Problem("all accounts sum to 0", "ledger", total)


def _owed_accounts() -> Iterator[Problem]:
    """Nobody has earned or got back more than came in."""
    for prefix in NEVER_POSITIVE:
        for account, amount in ledger.balances(prefix).items():
            if amount > 0:
                yield Problem("never above 0", account, amount)


def _settled_orders() -> Iterator[Problem]:
    """An order that is over holds nothing of the buyer's money."""
    held = {
        account.removeprefix("order:").partition("@")[0]: amount
        for account, amount in ledger.balances("order:").items()
    }
    for number in Order.objects.filter(number__in=held, status__in=SETTLED).values_list(
        "number", flat=True
    ):
        yield Problem("0 when the order is over", f"order:{number}", held[number])


def _payments_not_over_refunded() -> Iterator[Problem]:
    """Per payment: open and sent refunds are what `refunding` says, and at most captured."""
    for payment in Payment.objects.annotate(owed=Coalesce(Sum("refunds__amount"), 0)).filter(
        ~Q(owed=F("refunding")) | Q(refunding__gt=F("captured"))
    ):
        yield Problem("refunded as recorded", str(payment), payment.owed - payment.refunding)
        if payment.owed > payment.captured:
            excess = payment.owed - payment.captured
            yield Problem("refunded at most what was captured", str(payment), excess)


def _refunds_due() -> Iterator[Problem]:
    """What the ledger owes buyers is what unsent refund rows say."""
    unsent = Refund.objects.owed().aggregate(all=Sum("amount", default=0))
    difference = unsent["all"] + sum(ledger.balances("refund_due:").values())
    if difference:
        yield Problem("refund_due is the sum of unsent refunds", "refund_due", difference)


def _banks() -> Iterator[Problem]:
    """Each bank account holds what was received less what was sent back."""
    came = dict(
        Receipt.objects.filter(account__collector__kind=Collector.Kind.PLATFORM)
        .order_by()
        .values_list("account")
        .annotate(all=Sum("amount"))
    )
    went = dict(
        Refund.objects.filter(state=Refund.State.SENT, paid_from__isnull=False)
        .order_by()
        .values_list("paid_from")
        .annotate(all=Sum("amount"))
    )
    held = ledger.balances("bank:")
    for account in {*came, *went}:
        stated = came.get(account, 0) - went.get(account, 0)
        difference = held.get(f"bank:{account}", 0) - stated
        if difference:
            yield Problem("the bank holds what its statement says", f"bank:{account}", difference)


def _held_for_orders() -> Iterator[Problem]:
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


def _earned_parts() -> Iterator[Problem]:
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


def _promised_cash() -> Iterator[Problem]:
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


CHECKS = (
    _postings_balance,
    _owed_accounts,
    _settled_orders,
    _payments_not_over_refunded,
    _refunds_due,
    _banks,
    _held_for_orders,
    _earned_parts,
    _promised_cash,
)
