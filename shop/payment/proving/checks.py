"""Proof that the ledger is whole: the five invariants of MONEY that always hold.

Each is a list of checks that ask the database for sums and yield what does not fit.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.order.models import Order
from shop.payment import accounts, ledger
from shop.payment.models import Collector, Entry, Payment, Payout, Posting, Receipt, Refund
from shop.payment.proving import holder_checks, part_checks
from shop.payment.proving.rules import Problem

SETTLED = (Order.State.CLOSED, Order.State.EXPIRED, Order.State.CANCELLED)
OWED = ("refund_due:", "suspense@", "payout:")
#: Sources of postings about cards, whose money that fits nothing has no receipt.
BY_CARD = Q(posting__source__startswith="payment:") | Q(posting__source__startswith="move:")


@dataclass(frozen=True)
class Invariant:
    """A rule that always holds, and what looks for its violations."""

    name: str | Promise
    checks: tuple[Callable[[], Iterator[Problem]], ...]

    def problems(self) -> list[Problem]:
        """Return what violates it."""
        return [problem for check in self.checks for problem in check()]


def problems() -> list[Problem]:
    """Return everything that is wrong with the money; an empty list is the proof."""
    return [problem for invariant in INVARIANTS for problem in invariant.problems()]


def _postings_balance() -> Iterator[Problem]:
    """Every posting sums to 0, and so does everything together."""
    wrong = Posting.objects.annotate(all=Coalesce(Sum("entries__amount"), 0))
    empty = Q(entries__isnull=True)
    for posting in wrong.filter(~Q(all=0) | empty):
        yield Problem("every posting sums to 0", str(posting), posting.all)
    total = Entry.objects.aggregate(all=Sum("amount", default=0))["all"]
    if total:
        yield Problem("all accounts sum to 0", "ledger", total)


def _never_above(*prefixes: str) -> Iterator[Problem]:
    for prefix in prefixes:
        for account, amount in ledger.balances(prefix).items():
            if amount > 0:
                yield Problem("never above 0", account, amount)


def _orders_not_overdrawn() -> Iterator[Problem]:
    """Nobody has earned or got back more of an order than came in."""
    yield from _never_above("order:")


def _owed_not_overdrawn() -> Iterator[Problem]:
    """Nobody got more than was owed."""
    yield from _never_above(*OWED)


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
    """Per payment refunds are what `refunding` says, and with disputes at most what came in."""
    for payment in Payment.objects.annotate(owed=Coalesce(Sum("refunds__amount"), 0)).filter(
        ~Q(owed=F("refunding")) | Q(captured__lt=F("refunding") + F("disputed"))
    ):
        if payment.owed != payment.refunding:
            yield Problem("refunded as recorded", str(payment), payment.owed - payment.refunding)
        gone = max(payment.owed, payment.refunding) + payment.disputed
        if gone > payment.captured:
            excess = gone - payment.captured
            yield Problem("refunded and disputed at most what was captured", str(payment), excess)


def _refunds_due() -> Iterator[Problem]:
    """What the ledger owes each order's buyer is what its unsent refund rows say."""
    rows = Refund.objects.owed().order_by().values_list("order__number", "collector")
    owed = {
        (number, collector): amount for number, collector, amount in rows.annotate(Sum("amount"))
    }
    codes = {collector.pk: collector.code for collector in Collector.objects.all()}
    expected = {
        f"refund_due:{number}@{codes[collector]}": -amount
        for (number, collector), amount in owed.items()
    }
    yield from _differences("refund_due is the sum of unsent refunds", "refund_due:", expected)


def _payouts_due() -> Iterator[Problem]:
    """What the ledger owes a batch's sellers is what its rows on the way to the bank say."""
    rows = Payout.objects.filter(state=Payout.State.RELEASED, amount__gt=0)
    expected: dict[str, int] = {}
    for payout in rows.select_related("batch__collector"):
        name = accounts.payout(payout.batch)
        expected[name] = expected.get(name, 0) - payout.amount
    yield from _differences("payout is the sum of released payouts", "payout:", expected)


def _suspense() -> Iterator[Problem]:
    """What rests in suspense is the money that nobody has matched; cards aside."""
    stray = Receipt.objects.filter(payment__isnull=True).select_related(
        "account__collector", "qris__collector"
    )
    expected: dict[str, int] = {}
    for receipt in stray:
        name = accounts.suspense(receipt.collector)
        expected[name] = expected.get(name, 0) - receipt.amount
    rows = Entry.objects.filter(ledger.begins("suspense@")).exclude(BY_CARD).order_by()
    found = dict(rows.values_list("account").annotate(all=Sum("amount")))
    for name in sorted({*found, *expected}):
        if off := found.get(name, 0) - expected.get(name, 0):
            yield Problem("suspense is the sum of unmatched money", name, off)


def _differences(rule: str, prefix: str, expected: dict[str, int]) -> Iterator[Problem]:
    found = ledger.balances(prefix)
    for name in sorted({*found, *expected}):
        if off := found.get(name, 0) - expected.get(name, 0):
            yield Problem(rule, name, off)


INVARIANTS = (
    Invariant(_("Every posting sums to 0, and so does the ledger"), (_postings_balance,)),
    Invariant(
        _("Buyers' money is theirs until it is earned, and gone when an order is over"),
        (
            _orders_not_overdrawn,
            _settled_orders,
            part_checks.held_for_orders,
            part_checks.earned_parts,
            part_checks.promised_cash,
        ),
    ),
    Invariant(
        _("What is owed to buyers and sellers is what refunds, payouts and receipts say"),
        (_owed_not_overdrawn, _refunds_due, _payouts_due, _suspense),
    ),
    Invariant(
        _("No payment gives back more than it took"),
        (_payments_not_over_refunded,),
    ),
    Invariant(
        _("The provider's balance, banks and tills hold what came less what went"),
        (
            holder_checks.provider,
            holder_checks.holders,
            holder_checks.statement_rows,
            holder_checks.covered_days,
        ),
    ),
)
