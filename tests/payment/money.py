"""Orders part-way through paying, for tests about money."""

from datetime import date

from shop.order.models import Order
from shop.payment import ledger, methods
from shop.payment.incoming import receipts
from shop.payment.models import BankAccount, Payment, Receipt
from shop.people.actors import Actor, guest
from tests.factories import bank_account, partner, placed_order

STAFF = Actor("Staf")
BUYER = guest("Sari")
STATEMENT_DAY = date(2026, 11, 23)


def transfer_order(*owners, **fields) -> Payment:
    """Return the open transfer of a new order."""
    if not BankAccount.objects.exists():
        bank_account()
    return methods.start(placed_order(*owners, **fields), method="transfer", by=BUYER)[0]


def receive(
    payment: Payment, amount: int | None = None, *, named=True, reference="", by=STAFF
) -> Receipt:
    """Enter money for a payment: what it asks, unless told otherwise; unnamed, by amount alone."""
    receipt = receipts.enter(
        payment.account,
        amount=payment.total if amount is None else amount,
        received_on=STATEMENT_DAY,
        reference=reference,
        payment=payment if named else None,
        by=by,
    )
    payment.refresh_from_db()
    payment.order.refresh_from_db()
    return receipt


def paid_order(*owners, **fields) -> Order:
    """Return a confirmed order whose transfer arrived."""
    payment = transfer_order(*owners, **fields)
    receive(payment)
    return payment.order


def two_part_order(**fields) -> Order:
    """Return a paid order of two partners."""
    return paid_order(partner(), partner(), **fields)


def standing(payment: Payment) -> dict[str, int]:
    """Return the ledger's accounts, the order's number and collector left out of their names."""
    mark = f":{payment.order.number}"
    return {
        account.replace(mark, "").partition("@")[0]: amount
        for account, amount in ledger.balances().items()
    }
