"""Orders that are paid by card, for tests with the provider's stand-in."""

from shop.order.models import Line, Order
from shop.payment import methods
from shop.payment.card import sessions
from shop.payment.models import Payment
from tests.factories import placed_order
from tests.payment.money import BUYER

BACK = "http://testserver/bayar/kembali/"


def card_order(*owners, weighed=False, tolerance_bp=1_000, **fields) -> Payment:
    """Return the open card payment of a new order; `weighed`: its goods are sold by weight."""
    order = placed_order(*owners, **fields)
    if weighed:
        Line.objects.filter(order=order).update(
            price_basis="weight", net_grams=1_000, tolerance_bp=tolerance_bp
        )
    return methods.start(order, method="card", by=BUYER)[0]


def open_page(payment: Payment) -> str:
    """Open an attempt's page and return its id at the provider."""
    sessions.open_page(payment, by=BUYER, back_url=BACK, cancel_url=BACK)
    payment.card.refresh_from_db()
    payment.refresh_from_db()
    return payment.card.session_id


def again(payment: Payment) -> Payment:
    """Return a payment as it is now, with its order and card."""
    return Payment.objects.select_related("order", "card").get(pk=payment.pk)


def paid_by_card(stand_in, *owners, **fields) -> Order:
    """Return an order that was paid on the provider's page and heard of."""
    payment = card_order(*owners, **fields)
    stand_in.pay(open_page(payment))
    sessions.read(payment)
    return again(payment).order
