"""What we tell the provider of a payment when its page is opened: no more than it needs."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from shop.money import format_rupiah
from shop.payment.models import Payment

from .client import CURRENCY, to_minor

#: A page lives 30 minutes to 24 hours (docs.stripe.com/api/checkout/sessions/create); a little
#: inside both, since clocks differ.
LIVES_LEAST = timedelta(minutes=31)
LIVES_MOST = timedelta(hours=23, minutes=50)


def closing_time(order_expires: datetime) -> datetime:
    """Return when a page opened now closes: with its order, within what the provider allows."""
    now = timezone.now()
    return min(max(order_expires, now + LIVES_LEAST), now + LIVES_MOST)


def page_of(payment: Payment, *, back_url: str, cancel_url: str) -> dict[str, object]:
    """Return the parameters of a payment's page; amounts as the provider counts them."""
    order, card = payment.order, payment.card
    with translation.override(order.language):
        title = _("Order %(number)s at %(site)s") % {
            "number": order.number,
            "site": settings.SITE_NAME,
        }
        product = {"name": title}
        if card.is_captured_later:
            product["description"] = _(
                "Up to %(reserve)s of it is kept for weighing; we take only what the goods cost."
            ) % {"reserve": format_rupiah(card.held - payment.due)}
    parameters: dict[str, object] = {
        "mode": "payment",
        "payment_method_types": ["card"],
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": to_minor(card.held),
                    "product_data": product,
                },
            }
        ],
        "payment_intent_data": {
            "capture_method": "manual" if card.is_captured_later else "automatic",
            "transfer_group": order.number,
            "description": title,
        },
        "client_reference_id": order.number,
        "expires_at": int(closing_time(order.expires_at).timestamp()),
        "success_url": back_url,
        "cancel_url": cancel_url,
        "locale": "en" if order.language == "en" else "id",
    }
    if order.guest_email:
        parameters["customer_email"] = order.guest_email
    return parameters
