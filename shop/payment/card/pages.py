"""What the provider's answer about its hosted page does to the attempt and its order."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from shop.history.models import record
from shop.order import states
from shop.order.models import Order
from shop.payment.models import CardPayment, Payment, ProviderCall
from shop.people.actors import SYSTEM

#: An order outlives its page, so that what was paid in the last second is heard of in time.
AFTER_THE_PAGE = timedelta(minutes=10)


def keep(call: ProviderCall, session) -> None:
    """Note an opened page and let the order wait for it, in the transaction of the answer.

    The order is locked. An attempt that was closed meanwhile keeps the page too: somebody has
    to close it.
    """
    closes = datetime.fromtimestamp(session.expires_at, UTC)
    CardPayment.objects.filter(payment=call.payment_id).update(
        session_id=session.id, page_url=session.url or "", page_expires_at=closes
    )
    opened = Payment.objects.filter(pk=call.payment_id, state=Payment.State.CREATED)
    if opened.update(state=Payment.State.PENDING):
        order = call.payment.order
        order.refresh_from_db()
        if order.status == Order.State.AWAITING:
            states.prolong(order, until=closes + AFTER_THE_PAGE, by=SYSTEM)


def refuse(call: ProviderCall, *, code: str) -> None:
    """Close an attempt whose page the provider didn't open; the order stays as it is."""
    failed = Payment.objects.filter(pk=call.payment_id, state=Payment.State.CREATED)
    if failed.update(state=Payment.State.FAILED, closed_at=timezone.now()):
        record("payment.failed", call.payment.order, by=SYSTEM, reason=code)
