"""What an unpaid order's page says of its card payments, and what the buyer can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shop.look.words import moment
from shop.money import format_rupiah
from shop.order.models import Order
from shop.payment.card import sessions
from shop.payment.methods.card import Card
from shop.payment.models import Payment


@dataclass(frozen=True)
class CardPanel:
    """Words for one card payment; `news` came of it so far, `action` is empty when nothing helps.

    `kind` is that of the news.
    """

    text: str = ""
    news: str = ""
    kind: str = "info"
    action: str = ""


def panel_of(order: Order, payments: Sequence[Payment]) -> CardPanel | None:
    """Return the words for the open card payment, else for the last one, if it was by card."""
    if order.status != Order.State.AWAITING or not payments:
        return None
    open_now = [payment for payment in payments if payment.state in Payment.OPEN]
    payment = open_now[0] if open_now else payments[-1]
    if payment.method != Card.code:
        return None
    if payment.state == Payment.State.IN_DOUBT:
        news = _("We are looking at your card payment. Please don't pay again; we tell you soon.")
        return CardPanel(news=news)
    if payment.state not in Payment.OPEN:
        return _over(order, payment)
    if sessions.is_over(payment.card):
        news = _("The card page has closed. You can open a new one.")
        return CardPanel(_how(order, payment), news, "warn", _("Pay by card again"))
    news = ""
    if payment.card.last_error:
        news = _("The bank declined the last try. Nothing was charged. Try again or another card.")
    if payment.card.unanswered_since:
        news = _("The card provider does not answer right now. Your order is kept until it does.")
    return CardPanel(_how(order, payment), news, "warn", _("Pay by card"))


def _over(order: Order, payment: Payment) -> CardPanel:
    state = Payment.State
    news = {
        state.FAILED: sessions.why_refused(payment),
        state.EXPIRED: _("The card page has closed. You can open a new one."),
        state.LAPSED: _(
            "Your bank let the money go before it was taken, so nothing was charged. "
            "Please pay again."
        ),
    }.get(payment.state, "")
    return CardPanel(news=news, kind="warn", action=_("Pay by card again"))


def _how(order: Order, payment: Payment) -> str:
    said = _("Pay %(amount)s before %(until)s on the page of our card provider, Stripe.") % {
        "amount": format_rupiah(payment.due),
        "until": moment(order.expires_at),
    }
    if not payment.card.is_captured_later:
        return said
    held = _(
        "Your bank sets %(held)s aside, because some goods are weighed; "
        "we take only what they cost, never more than that."
    ) % {"held": format_rupiah(payment.card.held)}
    return f"{said} {held}"
