"""Whose money a row of a statement, or a receipt in suspense, may be."""

from shop.order.models import Order

from .models import BankAccount, ExpectedAmount, Payment


def exactly_expected(account: BankAccount, amount: int) -> Payment | None:
    """Return the open attempt of an awaiting order that asks for exactly this amount, untouched."""
    if amount <= 0:
        return None
    expected = (
        ExpectedAmount.objects.filter(
            account=account,
            amount=amount,
            released_at__isnull=True,
            payment__state=Payment.State.PENDING,
            payment__captured=0,
            payment__order__status=Order.State.AWAITING,
        )
        .select_related("payment__order")
        .first()
    )
    return expected.payment if expected else None
