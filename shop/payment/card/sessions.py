"""Opening and closing the provider's page of one attempt."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.order.models import Order
from shop.order.refusals import NotPossible
from shop.payment.methods.contract import Closing
from shop.payment.models import CardPayment, Payment, ProviderCall
from shop.people.actors import SYSTEM, Actor

from . import asking, calls
from .client import Refused, Unanswered

Operation, State = ProviderCall.Operation, ProviderCall.State
PAID = [Payment.State.CAPTURED, Payment.State.AUTHORISED]
#: Payments that bring their order no money any more, though their page may still stand.
OVER = [Payment.State.CANCELLED, Payment.State.EXPIRED, Payment.State.FAILED]

TOO_SMALL = _("The card provider takes no amount as small as this. Choose another way to pay.")
TOO_LARGE = _("The card provider takes no amount as large as this. Choose another way to pay.")
NOT_OPENED = _("The card provider did not open its page. Try once more or choose another way.")
WHY = {"amount_too_small": TOO_SMALL, "amount_too_large": TOO_LARGE}


class PageUnavailable(NotPossible):
    """The page can't be opened just now."""

    message = _("The card page can't be reached right now. Nothing was charged; try again shortly.")


class PageRefused(PageUnavailable):
    """The provider will not open a page for this; the attempt failed."""

    def __init__(self, code: str):
        super().__init__(code)
        self.message = WHY.get(code, NOT_OPENED)


def open_page(payment: Payment, *, by: Actor, back_url: str, cancel_url: str) -> str:
    """Return the address of the page where this attempt is paid; opens it if need be.

    Outside any transaction. Raises WrongState when there is nothing to pay any more,
    PageRefused, or PageUnavailable while nobody knows: asking again later loses nothing.
    """
    with transaction.atomic():
        order = states.lock(payment.order_id)
        payment = _of(payment)
        if payment.state == Payment.State.FAILED:
            raise PageRefused(_refusal(payment))
        if order.status != Order.State.AWAITING or payment.state not in Payment.OPEN:
            raise states.WrongState(order.status)
        if payment.card.session_id:
            return _address(payment.card)
        call = _asked(payment)
        if call is None:
            call = calls.intend(
                Operation.OPEN_PAGE,
                payment=payment,
                parameters=asking.page_of(payment, back_url=back_url, cancel_url=cancel_url),
            )
            record("card_page.asked", order, by=by, after={"payment": payment.pk})
    call = calls.make(call.pk)
    if call.state == State.REFUSED:
        raise PageRefused(call.error_code)
    payment = _of(payment)
    if payment.state not in Payment.OPEN:
        raise states.WrongState(payment.order.status)
    return _address(payment.card)


def close_page(payment: Payment, *, by: Actor) -> Closing:
    """Make sure that no money can come by this attempt's page, and say what was found.

    Outside any transaction. While nobody knows, the attempt says since when.
    """
    found = _close(payment, by=by)
    since = None if found != Closing.UNKNOWN else timezone.now()
    cards = CardPayment.objects.filter(payment=payment.pk)
    if found == Closing.UNKNOWN:
        cards = cards.filter(unanswered_since__isnull=True)
    cards.update(unanswered_since=since)
    return found


def read(payment: Payment) -> bool:
    """Bring an open attempt up to date with its page; False if the provider didn't answer."""
    # Applying asks for calls, and late money asks for methods.
    from . import applying  # noqa: PLC0415 - the modules need each other

    session_id = _of(payment).card.session_id
    if session_id is None:
        return True
    try:
        applying.session(session_id)
    except (Unanswered, Refused):
        return False
    return True


def is_over(card: CardPayment) -> bool:
    """Whether the page has closed by its time."""
    return card.page_expires_at is not None and card.page_expires_at <= timezone.now()


def was_asked_for(payment: Payment) -> bool:
    """Whether there may be a page at the provider: one is known, or was asked for."""
    calls_made = payment.provider_calls.filter(operation=Operation.OPEN_PAGE)
    return bool(payment.card.session_id) or calls_made.exclude(state=State.REFUSED).exists()


def close_strays(limit: int = 20) -> int:
    """Close pages whose attempt is over otherwise, as when a transfer paid the order first."""
    asked = ProviderCall.objects.filter(operation=Operation.CLOSE_PAGE)
    strays = (
        Payment.objects.filter(
            method="card", state__in=OVER, card__page_expires_at__gt=timezone.now()
        )
        .exclude(pk__in=asked.values("payment"))
        .order_by("pk")
    )
    found = list(strays[:limit])
    for payment in found:
        close_page(payment, by=SYSTEM)
    return len(found)


def _close(payment: Payment, *, by: Actor) -> Closing:
    payment = _of(payment)
    if payment.state in PAID:
        return Closing.PAID
    if payment.state == Payment.State.IN_DOUBT:
        return Closing.UNKNOWN
    if not _is_page_known(payment):
        return Closing.UNKNOWN
    payment = _of(payment)
    if payment.card.session_id and not _was_closed(payment, by=by):
        return Closing.UNKNOWN
    payment = _of(payment)
    if payment.state in PAID:
        return Closing.PAID
    is_still_open = payment.state in Payment.OPEN and payment.card.session_id
    return Closing.UNKNOWN if is_still_open else Closing.CLOSED


def _is_page_known(payment: Payment) -> bool:
    """Find out what became of a call that asks for a page; False while nobody knows."""
    call = _asked(payment)
    if call is None or calls.withdraw(call):
        return True
    return calls.make(call.pk).state in calls.ANSWERED


def _was_closed(payment: Payment, *, by: Actor) -> bool:
    """Ask to close the page, and read it again; False without an answer to both."""
    with transaction.atomic():
        states.lock(payment.order_id)
        call = _last_closing(payment)
        if call is None or call.finished_at is not None:
            call = calls.intend(
                Operation.CLOSE_PAGE,
                payment=payment,
                target=payment.card.session_id,
                parameters={},
            )
            record("card_page.closing", payment.order, by=by, after={"payment": payment.pk})
    if by.is_system and call.attempts and call.next_at and call.next_at > timezone.now():
        return False
    call = calls.make(call.pk)
    return call.state in calls.ANSWERED and call.finished_at is not None


def _of(payment: Payment) -> Payment:
    return Payment.objects.select_related("order", "card").get(pk=payment.pk)


def _asked(payment: Payment) -> ProviderCall | None:
    return payment.provider_calls.filter(
        operation=Operation.OPEN_PAGE, state__in=calls.WAITING
    ).last()


def _last_closing(payment: Payment) -> ProviderCall | None:
    return payment.provider_calls.filter(operation=Operation.CLOSE_PAGE).last()


def why_refused(payment: Payment) -> str:
    """Return in words why the provider opened no page for an attempt."""
    return str(WHY.get(_refusal(payment), NOT_OPENED))


def _refusal(payment: Payment) -> str:
    asked = payment.provider_calls.filter(operation=Operation.OPEN_PAGE).last()
    return asked.error_code if asked else ""


def _address(card: CardPayment) -> str:
    if not card.page_url or is_over(card):
        raise PageUnavailable
    return card.page_url
