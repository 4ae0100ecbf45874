"""What the provider's word on a payment's money does to the payment and its order.

Each function runs inside the caller's transaction with the order and the payment locked, may run
again for the same word, and returns why something doesn't fit ("" if it does).
"""

from collections.abc import Callable

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.money import format_rupiah
from shop.order import amounts, messages, states
from shop.order.models import Order
from shop.payment import accounts, capturing, earning, ledger
from shop.payment.arrivals import Arrival
from shop.payment.incoming.receipts import confirm_paid
from shop.payment.models import CardPayment, Payment, ProviderCall
from shop.payment.refunding import refunds
from shop.payment.signals import came_late
from shop.people.actors import SYSTEM

from . import authorisations, moves
from .client import CURRENCY, NotWholeRupiah, to_minor, to_rupiah
from .seen import IntentSeen, SessionSeen

State = Payment.State
#: Why something does not fit, "" if it does.
Reason = str | Promise
STARTED = (State.CREATED, State.PENDING)
#: Kinds of postings by which a payment's money came in.
CAME_IN = ("collected", "received")

OTHER_INTENT = _("A second payment came for the same attempt.")
OTHER_CURRENCY = _("It is not in rupiah.")
NOT_WHOLE = _("It is no whole number of rupiah.")
OTHER_AMOUNT = _("Another amount than we asked for: {found} instead of {asked}.")
HELD_UNASKED = _("The money is only held, though it should have been taken.")
TAKEN_UNASKED = _("Held money was taken, though we did not ask for it.")
GREW = _("The order came to more than what was taken.")


def source_of(payment: Payment) -> str:
    """Return the source of the posting by which a payment's money came to the provider."""
    return f"payment:{payment.pk}"


def is_in(payment: Payment) -> bool:
    """Say whether a payment's money is in the ledger, wherever it belongs."""
    return any(ledger.is_posted(kind, source_of(payment)) for kind in CAME_IN)


def follow_page(payment: Payment, seen: SessionSeen, intent: IntentSeen | None) -> Reason:
    """Follow a hosted page: the money on it first, then whether the page is over."""
    CardPayment.objects.filter(payment=payment, session_id=None).update(session_id=seen.id)
    doubt = follow(payment, intent) if intent else ""
    is_its_page = CardPayment.objects.filter(payment=payment, session_id=seen.id).exists()
    if doubt or not is_its_page:
        return doubt
    has_no_money = intent is None or intent.status in ("requires_payment_method", "canceled")
    if seen.status == "expired" and has_no_money:
        _close(payment, State.EXPIRED, "payment.expired")
    elif seen.status == "complete" and seen.payment_status == "unpaid" and has_no_money:
        _close(payment, State.FAILED, "payment.failed")
    return ""


def follow(payment: Payment, seen: IntentSeen) -> Reason:
    """Follow a payment intent."""
    card = CardPayment.objects.get(payment=payment)
    step = STEPS.get(seen.status)
    if step is None:
        return ""
    has_money = seen.status in WITH_MONEY
    if card.intent_id and card.intent_id != seen.id:
        return OTHER_INTENT if has_money else ""
    if has_money and seen.currency != CURRENCY:
        return OTHER_CURRENCY
    _note(card, seen)
    try:
        return step(payment, card, seen)
    except NotWholeRupiah:
        return NOT_WHOLE


def take_aside(payment: Payment, seen: IntentSeen) -> None:
    """Let money that doesn't fit rest in suspense until staff decide, if it can be counted."""
    if seen.status != "succeeded" or seen.currency != CURRENCY or is_in(payment):
        return
    amount, rest = divmod(seen.amount_received, to_minor(1))
    is_its_own = CardPayment.objects.filter(payment=payment, intent_id=seen.id).exists()
    if amount and not rest and is_its_own:
        _to_suspense(payment, amount)
        _book_move(payment, seen)


def _authorised(payment: Payment, card: CardPayment, seen: IntentSeen) -> Reason:
    held = to_rupiah(seen.amount_capturable)
    if payment.state in (State.IN_DOUBT, State.CAPTURED):
        return ""
    if payment.state in (*STARTED, State.AUTHORISED):
        if not card.is_captured_later:
            return HELD_UNASKED
        if held != card.held:
            return _other_amount(held, card.held)
    if payment.state == State.AUTHORISED:
        return ""
    order = payment.order
    if payment.state not in STARTED or order.status != Order.State.AWAITING:
        authorisations.let_go(payment, by=SYSTEM)
        return ""
    _set_state(payment, State.AUTHORISED)
    for other in capturing.close_attempts(order, to=State.CANCELLED, but=payment):
        refunds.return_short(other, by=SYSTEM)
    states.mark_secured(order, by=SYSTEM, paid=Order.Paid.HELD)
    messages.to_orderer("payment.held", order, amount=format_rupiah(held))
    return ""


def _taken(payment: Payment, card: CardPayment, seen: IntentSeen) -> Reason:
    if is_in(payment):
        _book_move(payment, seen)
        return ""
    amount = to_rupiah(seen.amount_received)
    asked = _asked(payment, card)
    if asked is None and payment.state in Payment.OPEN:
        return TAKEN_UNASKED
    if asked is not None and amount != asked:
        return _other_amount(amount, asked)
    if not _is_waited_for(payment):
        _to_suspense(payment, amount)
        arrival = Arrival(source_of(payment), amount)
        came_late.send(sender=Payment, payment=payment, arrival=arrival, by=SYSTEM)
    elif payment.state == State.AUTHORISED and payment.due > amount:
        return GREW
    else:
        _collect(payment, amount)
    _book_move(payment, seen)
    return ""


def _collect(payment: Payment, amount: int) -> None:
    """Take money that its order waits for; what fell away since it was asked for goes back."""
    order = payment.order
    capturing.take(
        payment,
        amount,
        debit=accounts.STRIPE,
        kind="collected",
        source=source_of(payment),
        by=SYSTEM,
    )
    if order.status == Order.State.AWAITING:
        states.mark_secured(order, by=SYSTEM, paid=Order.Paid.YES)
    else:
        after = {"payment": payment.pk, "amount": amount}
        record("payment.charged", order, by=SYSTEM, after=after)
        earning.close_if_settled(order, by=SYSTEM)
    confirm_paid(payment, by=SYSTEM)


def _cancelled(payment: Payment, _card: CardPayment, _seen: IntentSeen) -> Reason:
    """The intent is over without money: let go by us, lapsed, or never paid."""
    if is_in(payment):
        return ""
    order, is_held = payment.order, payment.state == State.AUTHORISED
    if is_held and not _is_let_go(payment) and order.status == Order.State.CONFIRMED:
        authorisations.lapse(payment, by=SYSTEM)
        return ""
    to = State.REJECTED if payment.state == State.IN_DOUBT else State.CANCELLED
    _close(payment, to, f"payment.{to}")
    if is_held:
        earning.close_if_settled(order, by=SYSTEM)
    elif to == State.REJECTED:
        states.restart_clock(order)
    return ""


def _is_let_go(payment: Payment) -> bool:
    """Say whether we gave the hold up, or nothing is due that it could pay."""
    asked = payment.provider_calls.filter(operation=ProviderCall.Operation.VOID)
    return asked.filter(state__in=ProviderCall.LIVE).exists() or not amounts.due(payment.order)


def _declined(_payment: Payment, card: CardPayment, seen: IntentSeen) -> Reason:
    """A card was declined; the page lets people try another."""
    if seen.error and card.last_error != seen.error[:80]:
        CardPayment.objects.filter(pk=card.pk).update(last_error=seen.error[:80])
    return ""


WITH_MONEY = ("requires_capture", "succeeded")
STEPS: dict[str, Callable[[Payment, CardPayment, IntentSeen], Reason]] = {
    "requires_capture": _authorised,
    "succeeded": _taken,
    "canceled": _cancelled,
    "requires_payment_method": _declined,
}


def _other_amount(found: int, asked: int) -> Promise:
    return format_lazy(OTHER_AMOUNT, found=format_rupiah(found), asked=format_rupiah(asked))


def _asked(payment: Payment, card: CardPayment) -> int | None:
    """Return the rupiah we asked for; None where held money wasn't asked for at all."""
    if not card.is_captured_later:
        return payment.total
    call = payment.provider_calls.filter(operation=ProviderCall.Operation.CAPTURE).last()
    return to_rupiah(int(call.parameters["amount_to_capture"])) if call else None


def _is_waited_for(payment: Payment) -> bool:
    order = payment.order
    captured = order.payments.filter(state=State.CAPTURED, seller_order=None)
    if captured.exclude(pk=payment.pk).exists():
        return False
    if payment.state == State.AUTHORISED:
        return order.status == Order.State.CONFIRMED
    return payment.state in STARTED and order.status == Order.State.AWAITING


def _to_suspense(payment: Payment, amount: int) -> None:
    """Note that money came that fits no open order."""
    ledger.post(
        "received",
        source_of(payment),
        order=payment.order,
        entries={accounts.STRIPE: amount, accounts.suspense(payment.collector): -amount},
    )


def _note(card: CardPayment, seen: IntentSeen) -> None:
    """Keep the ids and the time until which held money can be taken."""
    found: dict[str, object] = {"intent_id": seen.id}
    if seen.status in WITH_MONEY and seen.charge_id:
        found["charge_id"] = seen.charge_id
    if seen.charge and seen.charge.capture_before:
        found["capture_before"] = seen.charge.capture_before
    CardPayment.objects.filter(pk=card.pk).update(**found)
    card.refresh_from_db()


def _book_move(payment: Payment, seen: IntentSeen) -> None:
    move = seen.charge.move if seen.charge else None
    if move is None:
        return
    source = source_of(payment)
    moves.book_if_rated(move, source=source, booked=moves.posted(source), payment=payment)


def _close(payment: Payment, to: str, verb: str) -> None:
    """Close an attempt without money, if it is open."""
    before = payment.state
    if before not in (*STARTED, State.AUTHORISED, State.IN_DOUBT):
        return
    _set_state(payment, to, closed_at=timezone.now())
    record(
        verb,
        payment.order,
        by=SYSTEM,
        before={"payment": payment.pk, "state": before},
        after={"state": to},
    )


def _set_state(payment: Payment, to: str, **changes: object) -> None:
    Payment.objects.filter(pk=payment.pk).update(state=to, **changes)
    payment.refresh_from_db()
