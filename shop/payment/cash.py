"""What becomes of promised cash: it is in the seller's hand, or nobody came."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.order.models import SellerOrder
from shop.people.actors import Actor

from . import accounts, buyer_receipts, earning, ledger
from .models import CashRecord, Payment

WAITING_FOR_BUYER = (SellerOrder.Status.READY, SellerOrder.Status.SENT)


class NobodyExpected(states.NotPossible):
    """A buyer can only stay away from goods that are ready or on their way."""

    message = _("Only an order that is ready or on its way can stay uncollected.")


@transaction.atomic
def received(part: SellerOrder, *, by: Actor) -> None:
    """The seller has the part's cash in hand, the whole sum. Raises WrongState if none is promised.

    Earned when the part is handed over, whichever comes last.
    """
    order = states.lock(part.order_id)
    payment = _promised(part)
    payment.state, payment.captured = Payment.State.CAPTURED, payment.due
    payment.captured_at = payment.closed_at = timezone.now()
    payment.save(update_fields=["state", "captured", "captured_at", "closed_at"])
    ledger.post(
        "collected",
        f"payment:{payment.pk}",
        order=order,
        entries={
            accounts.seller(part.partner_id, payment.collector): payment.due,
            accounts.order(order, payment.collector): -payment.due,
        },
    )
    buyer_receipts.issue(payment)
    record("cash.received", part, by=by, after={"payment": payment.pk, "amount": payment.due})
    part.refresh_from_db()
    earning.earn(part)
    earning.close_if_settled(order, by=by)


@transaction.atomic
def nobody_came(part: SellerOrder, *, by: Actor) -> None:
    """Cancel a part that waited in vain, and note it on the phone's standing once an order.

    Raises NobodyExpected, or WrongState if no cash is promised.
    """
    order = states.lock(part.order_id)
    part.refresh_from_db()
    if part.status not in WAITING_FOR_BUYER:
        raise NobodyExpected
    payment = _promised(part)
    is_first = not order.payments.filter(missed_at__isnull=False).exists()
    with translation.override(order.language):
        reason = str(_("Nobody came to collect it."))
    states.cancel_part(part, by=by, reason=reason)
    Payment.objects.filter(pk=payment.pk).update(missed_at=timezone.now())
    record("cash.nobody_came", part, by=by, after={"payment": payment.pk})
    if is_first:
        # After the stock: a placing order locks the stock first and the phone's standing next.
        CashRecord.objects.get_or_create(phone=order.guest_phone)
        CashRecord.objects.filter(phone=order.guest_phone).update(no_shows=F("no_shows") + 1)


def _promised(part: SellerOrder) -> Payment:
    payment = (
        part.payments.promised_cash()
        .select_for_update(of=["self"])
        .select_related("collector")
        .first()
    )
    if payment is None:
        raise states.WrongState(part.status)
    return payment
