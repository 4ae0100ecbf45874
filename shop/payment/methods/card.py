"""Debit or credit card, on the provider's own page; for relatives abroad and city buyers."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.money import format_rupiah, round_half_up
from shop.order import amounts
from shop.order.amounts import units_left
from shop.order.models import Line, Order, SellerOrder
from shop.order.weighing import BY_WEIGHT, FULL_BP, to_weigh
from shop.payment.card import client, sending, sessions
from shop.payment.collecting.collectors import platform
from shop.payment.models import CardPayment, Payment, Refund
from shop.people.actors import Actor

from .contract import OVER, Basis, Closing, NotOffered, Offer

MOST_ATTEMPTS = 5


class Card:
    """The buyer pays on the provider's page; goods by weight are held first, taken once later."""

    code = "card"
    label = _("Debit or credit card")
    way_back = Refund.Way.CARD

    def offer(self, basis: Basis) -> Offer:
        """Offer it between two sums, and for weighed goods only if they come before a hold ends."""
        reason = _why_not(basis.total, basis.weighed_until)
        is_hidden = not client.is_configured()
        note = str(_("Visa or Mastercard, also from abroad. You pay on the page of Stripe."))
        if basis.weighed_until:
            note += " " + str(_("A little more is held until the goods are weighed."))
        return Offer(self.code, str(self.label), not reason, reason, is_hidden=is_hidden, note=note)

    def start(self, order: Order, *, by: Actor) -> list[Payment]:
        """Open an attempt; its page is opened when the buyer goes there."""
        due = amounts.due(order)
        lines = [line for part in order.seller_orders.all() for line in _unweighed(part)]
        reason = "" if client.is_configured() else str(_("Not available at the moment."))
        reason = reason or _why_not(due, weighed_until(order))
        if order.payments.filter(method=self.code).count() >= MOST_ATTEMPTS:
            reason = str(_("The card was tried too often. Choose another way to pay."))
        if reason:
            raise NotOffered(reason)
        payment = Payment.objects.create(
            order=order, method=self.code, collector=platform(), due=due
        )
        CardPayment.objects.create(
            payment=payment, is_captured_later=bool(lines), held=due + sum(map(_reserve, lines))
        )
        return [payment]

    def status(self, payment: Payment) -> bool:
        """Read the page's state anew; without an answer the attempt stays as it is."""
        return sessions.read(payment)

    def refund(self, refund: Refund, *, by: Actor) -> bool:
        """Send it back to the card."""
        return sending.send(refund, by=by)

    def expire(self, payment: Payment, *, by: Actor) -> Closing:
        """Close the page at the provider."""
        return sessions.close_page(payment, by=by)

    def is_over(self, payment: Payment) -> bool:
        """Whether the page closed by its time."""
        return sessions.is_over(payment.card)

    def may_bring_money(self, payment: Payment) -> bool:
        """Whether there may be a page where somebody pays right now."""
        return sessions.was_asked_for(payment)


def weighed_until(order: Order) -> date | None:
    """Return the last day promised for goods that are still to be weighed, if there are any."""
    unweighed = order.seller_orders.filter(
        lines__price_basis=BY_WEIGHT, lines__final_grams__isnull=True
    )
    return unweighed.exclude(status__in=OVER).aggregate(last=Max("promised_to"))["last"]


def _why_not(total: int, until: date | None) -> str:
    """Return why a card is not offered, or an empty text."""
    if total < settings.CARD_LEAST:
        least = format_rupiah(settings.CARD_LEAST)
        return str(_("Possible from %(least)s.") % {"least": least})
    if total > settings.CARD_MOST:
        return str(_("Possible up to %(most)s.") % {"most": format_rupiah(settings.CARD_MOST)})
    last_day = timezone.localdate() + timedelta(days=settings.CARD_WEIGHED_DAYS)
    if until and until > last_day:
        return str(
            _("Goods that are weighed must come within %(days)s days to be paid by card.")
            % {"days": settings.CARD_WEIGHED_DAYS}
        )
    return ""


def _unweighed(part: SellerOrder) -> list[Line]:
    """Return the lines of a part whose price follows a weight nobody knows yet."""
    if part.status in OVER:
        return []
    return [line for line in to_weigh(part) if line.final_grams is None]


def _reserve(line: Line) -> int:
    """Return by how much a line may still grow: its tolerance, rounded half up."""
    left = units_left(line)
    most = round_half_up(line.price * left * (FULL_BP + line.tolerance_bp), line.quantity * FULL_BP)
    return most - line.price - sum(change.goods for change in line.adjustments.all())
