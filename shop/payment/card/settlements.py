"""Money that the provider pays out to the platform's bank account, and takes back if it fails."""

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.payment import accounts, ledger
from shop.payment.models import BankAccount, Collector, Settlement
from shop.people.actors import SYSTEM

from . import moves
from .client import CURRENCY
from .seen import PayoutSeen

State = Settlement.State
PAID, FAILED = ("paid",), ("failed", "canceled")
NO_ACCOUNT = _("The platform has no bank account in use that it could have gone to.")
NO_WORTH = _("Nothing says yet what it is worth in rupiah.")


@transaction.atomic
def follow(seen: PayoutSeen) -> str | Promise:
    """Book a payout that arrived, or its return; says why it doesn't fit, or "".

    A payout in a foreign currency counts as the rupiah that its balance cost us on average.
    """
    known = Settlement.objects.select_for_update().filter(provider_id=seen.id).first()
    if known is None and (seen.status in PAID or (seen.status in FAILED and seen.failure_move)):
        account = _account()
        if account is None:
            return NO_ACCOUNT
        try:
            known = _arrived(seen, account)
        except moves.NoRate:
            return NO_WORTH
    if known is None:
        return ""
    source = _source(known)
    if seen.move:
        moves.book_if_rated(seen.move, source=source, booked=-known.amount)
    if seen.status in FAILED and known.state == State.PAID:
        _came_back(known)
    if seen.failure_move and known.state == State.FAILED:
        moves.book_if_rated(seen.failure_move, source=source, booked=known.amount)
    return ""


def _arrived(seen: PayoutSeen, account: BankAccount) -> Settlement:
    rate = seen.move.exchange_rate if seen.move else None
    settlement = Settlement.objects.create(
        provider_id=seen.id,
        account=account,
        amount=moves.in_rupiah(seen.amount, seen.currency or CURRENCY, rate),
        state=State.PAID,
        arrives_on=seen.arrives_on,
    )
    _post(settlement, "settled", settlement.amount)
    after = {"amount": settlement.amount, "account": account.pk}
    record("settlement.paid", settlement, by=SYSTEM, after=after)
    return settlement


def _came_back(settlement: Settlement) -> None:
    Settlement.objects.filter(pk=settlement.pk).update(state=State.FAILED)
    settlement.refresh_from_db()
    _post(settlement, "settlement_failed", -settlement.amount)
    record("settlement.failed", settlement, by=SYSTEM, after={"amount": settlement.amount})


def _post(settlement: Settlement, kind: str, amount: int) -> None:
    bank = accounts.bank(settlement.account_id)
    entries = {bank: amount, accounts.STRIPE: -amount}
    ledger.post(kind, _source(settlement), entries=entries)


def _source(settlement: Settlement) -> str:
    return f"settlement:{settlement.pk}"


def _account() -> BankAccount | None:
    """Return the platform's account in use; the oldest of several, as the provider knows one."""
    own = BankAccount.objects.filter(collector__kind=Collector.Kind.PLATFORM, is_active=True)
    return own.order_by("pk").first()
