"""QRIS: the collector's static code with the sum filled in; people confirm what came in.

It notifies nobody: whoever reads the collector's statement enters what arrived.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shop.money import format_rupiah
from shop.order import amounts
from shop.order.models import Order
from shop.payment.collecting import qris
from shop.payment.collecting.collectors import qris_for, told_to_payers
from shop.payment.models import Payment
from shop.people.actors import Actor

from .contract import Basis, ByHand, NotOffered, Offer

NOT_NOW = _("QRIS is not available at the moment.")


class Qris(ByHand):
    """The buyer scans; staff or the treasurer enter what arrived."""

    code = "qris"
    label = _("QRIS")

    def offer(self, basis: Basis) -> Offer:
        """Offer it up to QRIS_MOST, where a collector of all sellers has a code."""
        shown = qris_for(basis.partner_ids)
        if shown is None:
            return Offer(self.code, str(self.label), False, str(NOT_NOW), is_hidden=True)
        reason = _too_much(basis.total)
        return Offer(
            self.code,
            str(self.label),
            not reason,
            reason,
            payee=shown.collector.payee,
            note=told_to_payers(shown.collector),
        )

    def start(self, order: Order, *, by: Actor) -> list[Payment]:
        """Open one attempt for the sum, without a unique code: a QRIS amount is exact."""
        parts = order.seller_orders.values_list("partner_id", flat=True)
        shown, due = qris_for(parts), amounts.due(order)
        if shown is None:
            raise NotOffered(NOT_NOW)
        if reason := _too_much(due):
            raise NotOffered(reason)
        payment = Payment.objects.create(
            order=order,
            method=self.code,
            collector_id=shown.collector_id,
            qris=shown,
            state=Payment.State.PENDING,
            due=due,
        )
        return [payment]


def open_payment(order: Order) -> Payment | None:
    """Return the attempt by QRIS that an awaiting order may be paid with now."""
    return (
        order.payments.filter(
            method=Qris.code, state=Payment.State.PENDING, order__status=Order.State.AWAITING
        )
        .select_related("qris")
        .first()
    )


def payload_of(payment: Payment) -> str:
    """Return the code over what is still missing of an attempt."""
    return qris.with_amount(qris.parse(payment.qris.payload), payment.due - payment.captured)


def _too_much(total: int) -> str:
    """Return why a sum is too large for one payment by QRIS, or an empty text."""
    if total <= settings.QRIS_MOST:
        return ""
    return str(
        _("QRIS takes up to %(most)s in one payment.") % {"most": format_rupiah(settings.QRIS_MOST)}
    )
