"""Cash in the seller's hand, at pick-up or from the village courier, promised when placing."""

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from shop.money import format_rupiah
from shop.order import amounts, states
from shop.order.models import Order
from shop.payment.collecting.collectors import of_seller
from shop.payment.models import CashRecord, Payment, Refund
from shop.people.actors import Actor

from .contract import OVER, Basis, ByHand, NotOffered, Offer

SUITABLE_DELIVERIES = {"pickup", "village_courier"}


class Cash(ByHand):
    """Every seller collects her own part; the order is confirmed at once."""

    code = "cash"
    label = _("Cash on delivery or pick-up")
    way_back = Refund.Way.HAND

    def offer(self, basis: Basis) -> Offer:
        """Offer it within the phone's limit, for deliveries where a hand can take money."""
        record = CashRecord.objects.filter(phone=basis.phone).first()
        reason = _why_not(basis.total, basis.phone, basis.deliveries, record)
        is_proven = basis.is_proven or (record is not None and record.proven_at is not None)
        return Offer(
            self.code, str(self.label), not reason, reason, needs_code=not reason and not is_proven
        )

    def start(self, order: Order, *, by: Actor) -> list[Payment]:
        """Promise every part's cash and confirm the order."""
        all_parts = order.seller_orders.select_related("partner").prefetch_related("lines")
        parts = list(all_parts.exclude(status__in=OVER).order_by("pk"))
        due = {key: sums.total for key, sums in amounts.outstanding_of(parts).items()}
        deliveries = [part.delivery_method for part in parts]
        standing = _locked_standing(order)
        reason = _why_not(sum(due.values()), order.guest_phone, deliveries, standing)
        if not reason and standing.proven_at is None:
            reason = str(_("Prove your phone number by code before you order with cash."))
        if reason:
            raise NotOffered(reason)
        payments = [
            Payment.objects.create(
                order=order,
                seller_order=part,
                method=self.code,
                collector=of_seller(part.partner),
                state=Payment.State.PROMISED,
                due=due[part.pk],
            )
            for part in parts
        ]
        states.mark_secured(order, by=by, paid=Order.Paid.PROMISED)
        return payments


def promised(phone: str) -> int:
    """Return the cash a phone has promised and not yet paid, in rupiah."""
    return (
        Payment.objects.promised_cash()
        .filter(order__guest_phone=phone)
        .aggregate(all=Sum("due", default=0))["all"]
    )


def _why_not(total: int, phone: str, deliveries, standing: CashRecord | None) -> str:
    """Return why cash is not offered, or an empty text."""
    if not SUITABLE_DELIVERIES.issuperset(deliveries):
        return str(_("Only when you pick up every part, or the village courier brings it."))
    if standing and standing.no_shows > settings.CASH_NO_SHOWS_ALLOWED:
        return str(_("Not available: earlier orders with cash were not collected."))
    if total + promised(phone) > settings.CASH_LIMIT_PER_PHONE:
        return str(
            _("Cash is possible up to %(limit)s in all open orders of one phone number.")
            % {"limit": format_rupiah(settings.CASH_LIMIT_PER_PHONE)}
        )
    return ""


def _locked_standing(order: Order) -> CashRecord:
    """Lock the phone's standing, so that two orders at once can't both stay below the limit."""
    CashRecord.objects.get_or_create(phone=order.guest_phone)
    standing = CashRecord.objects.select_for_update().get(phone=order.guest_phone)
    if standing.proven_at is None and order.phone_proven_at:
        standing.proven_at = order.phone_proven_at
        standing.save(update_fields=["proven_at"])
    return standing
