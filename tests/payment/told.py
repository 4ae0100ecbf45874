"""Card payments as the provider's webhooks find them."""

from shop.order.models import Order
from shop.payment import ledger
from shop.payment.models import Payment
from tests.payment.cards import again, card_order, open_page

__all__ = ["again", "balances", "card_payment", "told_paid"]


def card_payment(*owners, **fields) -> Payment:
    """Return the pending card payment of a new order, its page open."""
    payment = card_order(*owners, **fields)
    open_page(payment)
    return again(payment)


def told_paid(stand_in, client, *owners, **fields) -> Payment:
    """Return a payment that was paid on its page, told by webhooks."""
    payment = card_payment(*owners, **fields)
    stand_in.pay(payment.card.session_id)
    stand_in.deliver(client)
    return again(payment)


def balances(order: Order) -> dict[str, int]:
    """Return what the ledger's accounts stand at, the order's number left out of their names."""
    mark = f":{order.number}"
    return {account.replace(mark, ""): amount for account, amount in ledger.balances().items()}
