"""The buyer's numbered receipt: written with the money, its content frozen, its numbers gapless.

What it says: UU 8/1999 and PP 80/2019 (who sells, what, for how much, where to complain). Sellers
of this size charge no PPN, so no line says so.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shop.order.models import Adjustment, SellerOrder
from shop.payment.tables.receipt_models import BuyerReceipt, ReceiptCounter

from .models import Payment


@transaction.atomic
def issue(payment: Payment) -> BuyerReceipt:
    """Write the receipt of a captured payment; a second call returns the first one's.

    Called in the capture's transaction with the order locked; that verb's event is the only one.
    The year's counter is locked until it ends: a rolled-back capture gives its number back. Only
    stock is locked after it.
    """
    existing = BuyerReceipt.objects.filter(payment=payment).first()
    if existing:
        return existing
    now = timezone.now()
    year = timezone.localtime(now).year
    return BuyerReceipt.objects.create(
        year=year,
        serial=_next_serial(year),
        payment=payment,
        content=_content(payment),
        issued_at=now,
    )


def _next_serial(year: int) -> int:
    ReceiptCounter.objects.get_or_create(year=year)
    counter = ReceiptCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _content(payment: Payment) -> dict:
    """Return what the paper says, as plain values; words are chosen when it is read."""
    order = payment.order
    parts = order.seller_orders.prefetch_related("lines", "adjustments").order_by("pk")
    if payment.seller_order_id:
        parts = parts.filter(pk=payment.seller_order_id)
    sellers = [_seller(part) for part in parts]
    paid = payment.captured - payment.refunding
    return {
        "order": order.number,
        "placed_at": order.date_placed.isoformat(),
        "buyer": order.guest_name,
        "method": payment.method,
        "sellers": sellers,
        "correction": payment.due - sum(seller["total"] for seller in sellers),
        "code": min(payment.code, max(paid - payment.due, 0)),
        "over": max(paid - payment.due - payment.code, 0),
        "total": paid,
        "operator": dict(settings.OPERATOR),
        "site": settings.SITE_NAME,
        "is_demo": order.is_demo,
    }


def _seller(part: SellerOrder) -> dict:
    adjustments = list(part.adjustments.all())
    return {
        "name": part.partner_name,
        "village": part.village_name,
        "district": part.district_name,
        "lines": [
            {
                "title": line.title,
                "quantity": line.quantity,
                "unit": line.unit,
                "grams": line.final_grams,
                "price": line.price,
            }
            for line in part.lines.all()
        ],
        "delivery_method": part.delivery_method,
        "delivery_service": part.delivery_service,
        "courier": part.courier,
        "delivery": part.delivery,
        "adjustments": [_adjustment(adjustment) for adjustment in adjustments],
        "total": part.total + sum(adjustment.amount for adjustment in adjustments),
    }


def _adjustment(adjustment: Adjustment) -> dict:
    return {"kind": adjustment.kind, "reason": adjustment.reason, "amount": adjustment.amount}
