"""The provider's balance in our ledger: its fees, the conversion, and what nobody explains.

A movement's cause (a payment taken, a refund sent, a dispute, a settlement) is posted by its own
verb in the rupiah that buyers and banks know. The movement then adds what differs: the fee, and
the difference between those rupiah and what the movement itself is worth in rupiah, so that the
account `stripe` equals the sum of all movements' `rupiah_net`.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Count, Sum

from shop.payment import accounts, ledger
from shop.payment.collecting.collectors import platform
from shop.payment.models import BalanceTransaction, Entry, Payment, Refund

from .client import CURRENCY
from .seen import MoveSeen

#: Currencies that the provider counts in whole or in thousandths (docs.stripe.com/currencies).
NO_DECIMALS = frozenset(
    [
        *["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga"],
        *["pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"],
    ]
)
THREE_DECIMALS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
#: Kinds of movements that are costs as a whole and have no cause of ours.
COSTS = frozenset({"stripe_fee", "stripe_fx_fee", "tax_fee", "network_cost", "obligation_fee"})
OWN = "move:"


class NoRate(Exception):
    """Nothing says yet what the movement's currency is worth in rupiah."""


def is_booked(move_id: str) -> bool:
    """Say whether a movement is in our books."""
    return BalanceTransaction.objects.filter(provider_id=move_id).exists()


def book(
    seen: MoveSeen,
    *,
    source: str,
    booked: int,
    payment: Payment | None = None,
    refund: Refund | None = None,
) -> None:
    """Book a movement whose cause is posted, once, inside the caller's transaction.

    `source` is that of the cause's posting, `booked` the rupiah it moved on `stripe`. Raises
    NoRate.
    """
    if is_booked(seen.id):
        return
    move = _new(seen, source=source, booked=booked, payment=payment, refund=refund)
    difference = booked - move.rupiah_amount
    ledger.post(
        "provider_fee",
        f"{OWN}{move.pk}",
        order=payment.order if payment else None,
        entries={
            accounts.FEES: move.rupiah_fee,
            accounts.FX: difference,
            accounts.STRIPE: -move.rupiah_fee - difference,
        },
    )


def book_if_rated(seen: MoveSeen, **cause: object) -> bool:
    """Book a movement as `book` does; one without a rate is left to the reconciliation."""
    try:
        book(seen, **cause)
    except NoRate:
        return False
    return True


def posted(source: str) -> int:
    """Return the rupiah that a cause has moved on `stripe` so far."""
    entries = Entry.objects.filter(account=accounts.STRIPE, posting__source=source)
    return entries.aggregate(all=Sum("amount", default=0))["all"]


@transaction.atomic
def book_alone(seen: MoveSeen) -> None:
    """Book a movement that has no cause of ours, once.

    The provider's own costs are fees. Money that came from nobody we know rests in suspense, and
    what goes back leaves from there; what else went is a loss until somebody corrects it. Raises
    NoRate.
    """
    if is_booked(seen.id):
        return
    move = _new(seen, source="", booked=0, payment=None, refund=None)
    BalanceTransaction.objects.filter(pk=move.pk).update(source=f"{OWN}{move.pk}")
    suspense = accounts.suspense(platform())
    if seen.kind in COSTS:
        against = accounts.FEES
    elif ledger.balance(suspense) <= move.rupiah_amount:
        against = suspense
    else:
        against = accounts.LOSS
    entries = {accounts.STRIPE: move.rupiah_net, accounts.FEES: move.rupiah_fee}
    entries[against] = entries.get(against, 0) - move.rupiah_amount
    ledger.post("provider_move", f"{OWN}{move.pk}", entries=entries)


def difference() -> int:
    """Return by how many rupiah `stripe` is off the movements; causes still without one aside."""
    moved = {
        source: (count, amount)
        for source, count, amount in BalanceTransaction.objects.order_by()
        .values_list("source")
        .annotate(count=Count("pk"), all=Sum("booked"))
    }
    waiting = 0
    for source, (count, amount) in _causes().items():
        found, booked = moved.get(source, (0, 0))
        waiting += amount - booked if found < count else 0
    net = BalanceTransaction.objects.aggregate(all=Sum("rupiah_net", default=0))["all"]
    return ledger.balance(accounts.STRIPE) - net - waiting


def _causes() -> dict[str, tuple[int, int]]:
    """Return how often, and by how much in all, each cause moved `stripe`."""
    rows = (
        Entry.objects.filter(account=accounts.STRIPE)
        .exclude(posting__source__startswith=OWN)
        .order_by()
        .values_list("posting__source")
        .annotate(count=Count("pk"), all=Sum("amount"))
    )
    causes = {source: (count, amount) for source, count, amount in rows}
    # What the provider sent back in one movement may stand in two rows of ours.
    for key, name in Refund.objects.filter(provider_id__endswith=Refund.REST).values_list(
        "pk", "provider_id"
    ):
        first = Refund.objects.get(provider_id=name.removesuffix(Refund.REST))
        _count, rest = causes.pop(f"refund:{key}", (0, 0))
        count, amount = causes.get(f"refund:{first.pk}", (0, 0))
        causes[f"refund:{first.pk}"] = (count, amount + rest)
    return causes


def in_rupiah(amount: int, currency: str, rate: Decimal | None) -> int:
    """Return an amount (minor units) in rupiah, rounded half up. Raises NoRate.

    The provider's rate says how much of the balance's currency one rupiah gave, both in whole
    units: `rupiah = amount / 10 ** decimals / rate`. Money that moves without a rate of its own
    (a payout, a fee) is worth what the balance in its currency cost us on average.
    """
    units = Decimal(amount) / 10 ** _decimals(currency)
    if currency != CURRENCY:
        units = units / rate if rate else Decimal(amount) * _cost_of_one(currency)
    return int(units.quantize(Decimal(1), ROUND_HALF_UP))


def _new(seen: MoveSeen, *, source: str, booked: int, payment, refund) -> BalanceTransaction:
    amount = in_rupiah(seen.amount, seen.currency, seen.exchange_rate)
    fee = in_rupiah(seen.fee, seen.currency, seen.exchange_rate)
    return BalanceTransaction.objects.create(
        provider_id=seen.id,
        kind=seen.kind[:40],
        source_id=seen.source_id,
        payment=payment,
        refund=refund,
        currency=seen.currency,
        amount=seen.amount,
        fee=seen.fee,
        net=seen.net,
        exchange_rate=seen.exchange_rate,
        rupiah_amount=amount,
        rupiah_fee=fee,
        rupiah_net=amount - fee,
        booked=booked,
        source=source,
        happened_at=seen.created,
    )


def _cost_of_one(currency: str) -> Decimal:
    """Return the rupiah that one minor unit of our balance in a currency stands for."""
    rows = BalanceTransaction.objects.filter(currency=currency)
    sums = rows.aggregate(net=Sum("net", default=0), rupiah=Sum("rupiah_net", default=0))
    if sums["net"] > 0 and sums["rupiah"] > 0:
        return Decimal(sums["rupiah"]) / sums["net"]
    last = rows.filter(exchange_rate__isnull=False).order_by("happened_at", "pk").last()
    if last is None:
        raise NoRate(currency)
    return 1 / last.exchange_rate / 10 ** _decimals(currency)


def _decimals(currency: str) -> int:
    if currency in NO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 2
