"""Money that people see on a statement and enter, matched to the attempt it pays.

The place is a bank account or a QRIS code, of the platform, a treasurer or a seller. Its row is
locked first, then the order's: what one person enters by hand while another uploads the same
statement is booked once.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.money import format_rupiah
from shop.order import messages, states
from shop.order.models import Order
from shop.payment import accounts, ledger, second_person
from shop.payment.arrivals import Arrival
from shop.payment.capturing import take
from shop.payment.incoming.hand_entries import NEAR
from shop.payment.models import BankAccount, ExpectedAmount, Payment, QrisCode, Receipt
from shop.payment.signals import came_late
from shop.people.actors import Actor

Place = BankAccount | QrisCode


class ReceiptTwice(states.NotPossible):
    """The same line of the statement was entered before."""

    message = _("This line of the bank statement was entered already.")


class OnStatement(states.NotPossible):
    """An uploaded statement has a row of this amount on or next to this day: it is booked there."""

    message = _(
        "An uploaded statement has money of this amount around this day. "
        "Book it from its row there."
    )


class NotAnAmount(states.NotPossible):
    """Money that came in is more than nothing."""

    message = _("Enter a whole amount of rupiah above zero.")


class MatchedAlready(states.NotPossible):
    """The money was put to an order before."""

    message = _("This money was matched to an order already.")


class OtherPlace(states.NotPossible):
    """The money came to another account or code than the attempt expects it on."""

    message = _("This payment expects its money on another account or QRIS code.")


def find_payment(place: Place, amount: int) -> Payment | None:
    """Return the attempt that expects exactly this amount on an account, open or closed.

    Amounts by QRIS carry no unique code, so they name nobody.
    """
    if isinstance(place, QrisCode):
        return None
    expected = (
        ExpectedAmount.objects.filter(account=place, amount=amount, released_at__isnull=True)
        .select_related("payment")
        .first()
    )
    return expected.payment if expected else None


@transaction.atomic
def enter(
    place: Place,
    *,
    amount: int,
    received_on: date,
    reference: str = "",
    payment: Payment | None = None,
    by: Actor,
) -> Receipt:
    """Book money that came in. Without `payment` the unique amount alone decides whose it is.

    It pays, partly pays or overpays the attempt if that is open; what comes late, twice or
    from nobody we know rests in suspense. Raises ReceiptTwice, OnStatement, NotAnAmount,
    OtherPlace or OwnOrder.
    """
    lock(place)
    if isinstance(place, BankAccount):
        near = (received_on - NEAR, received_on + NEAR)
        if place.statement_rows.filter(booked_on__range=near, amount=amount).exists():
            raise OnStatement
    payment = payment or find_payment(place, amount)
    return book(
        place,
        amount=amount,
        received_on=received_on,
        reference=reference,
        payment=payment,
        by=by,
    )


def lock(place: Place) -> None:
    """Let one at a time book what came to a place; nothing that refers to it waits."""
    type(place).objects.select_for_update(no_key=True).get(pk=place.pk)


def book(
    place: Place,
    *,
    amount: int,
    received_on: date,
    reference: str,
    payment: Payment | None,
    by: Actor,
) -> Receipt:
    """Book money of a locked place for an attempt, or to suspense, in the caller's transaction.

    Raises ReceiptTwice, NotAnAmount, OtherPlace or OwnOrder.
    """
    if amount <= 0:
        raise NotAnAmount
    if payment is not None:
        _require_place(payment, place)
        second_person.require_other_buyer(states.lock(payment.order_id), by)
    receipt = _new_receipt(place, amount, received_on, reference.strip(), payment, by)
    holder = accounts.holder(place)
    if payment is not None and _is_open(payment):
        _pay(payment, receipt, debit=holder, kind="received", by=by)
        return receipt
    ledger.post(
        "received",
        f"receipt:{receipt.pk}",
        order=payment.order if payment else None,
        entries={holder: amount, accounts.suspense(place.collector): -amount},
    )
    if payment is not None:
        came_late.send(sender=Payment, payment=payment, arrival=_arrival(receipt), by=by)
    return receipt


@transaction.atomic
def match(receipt: Receipt, *, payment: Payment, by: Actor) -> None:
    """Staff found out whose money rests in suspense.

    Raises MatchedAlready, OtherPlace or OwnOrder.
    """
    _require_place(payment, receipt.account or receipt.qris)
    second_person.require_other_buyer(states.lock(payment.order_id), by)
    if not Receipt.objects.filter(pk=receipt.pk, payment__isnull=True).update(payment=payment):
        raise MatchedAlready
    receipt.refresh_from_db()
    record("receipt.matched", payment.order, by=by, after={"receipt": receipt.pk})
    if _is_open(payment):
        suspense = accounts.suspense(receipt.collector)
        _pay(payment, receipt, debit=suspense, kind="matched", by=by)
    else:
        came_late.send(sender=Payment, payment=payment, arrival=_arrival(receipt), by=by)


def confirm_paid(payment: Payment, *, by: Actor) -> None:
    """Tell the buyer that his payment arrived."""
    messages.to_orderer("payment.confirmed", payment.order, amount=format_rupiah(payment.due))


def _arrival(receipt: Receipt) -> Arrival:
    return Arrival(f"receipt:{receipt.pk}", receipt.amount)


def _is_open(payment: Payment) -> bool:
    payment.refresh_from_db()
    return payment.state in Payment.OPEN and payment.order.status == Order.State.AWAITING


def _pay(payment: Payment, receipt: Receipt, *, debit: str, kind: str, by: Actor) -> None:
    """Book a receipt for an open attempt; confirm the order when it is paid in full."""
    order = payment.order
    source = f"receipt:{receipt.pk}"
    if take(payment, receipt.amount, debit=debit, kind=kind, source=source, by=by):
        states.mark_secured(order, by=by, paid=Order.Paid.YES)
        confirm_paid(payment, by=by)
        return
    states.restart_clock(order)
    payment.refresh_from_db()
    messages.to_orderer(
        "payment.short",
        order,
        amount=format_rupiah(receipt.amount),
        rest=format_rupiah(payment.due - payment.captured),
    )


def _require_place(payment: Payment, place: Place) -> None:
    expected = payment.account_id if isinstance(place, BankAccount) else payment.qris_id
    if expected != place.pk:
        raise OtherPlace


def _new_receipt(place: Place, amount, received_on, reference, payment, by: Actor) -> Receipt:
    where = {"account": place} if isinstance(place, BankAccount) else {"qris": place}
    try:
        with transaction.atomic():
            receipt = Receipt.objects.create(
                **where,
                amount=amount,
                received_on=received_on,
                reference=reference,
                payment=payment,
                entered_by_id=by.person_id,
            )
    except IntegrityError as error:
        raise ReceiptTwice from error
    about = payment.order if payment else receipt
    record("receipt.entered", about, by=by, after={"receipt": receipt.pk, "amount": amount})
    return receipt
