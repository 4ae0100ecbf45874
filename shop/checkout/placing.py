"""Placing an order: once per draft, with everything read anew inside the transaction."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.basket.lines import AlreadyOrdered
from shop.basket.models import Basket
from shop.history.models import record
from shop.order.models import Order
from shop.order.numbers import new_number
from shop.partner import reservation
from shop.partner.models import StockRecord
from shop.payment import methods
from shop.people.actors import Actor
from shop.shipping.destinations import destination_for

from . import drafts, messages, opening
from .changes import Change, Changed, find_changes
from .models import Draft
from .proposals import Proposal, propose
from .writing import write_address, write_lines, write_parts

MOST_RUPIAH = 9_999_999_999


def find_placed(keys: Sequence[str]) -> Order | None:
    """Return the newest order that one of these drafts' keys has placed, if any."""
    return Order.objects.filter(placement_key__in=keys).order_by("-pk").first()


def is_proven(answers: drafts.Answers, basket: Basket) -> bool:
    """Say whether the phone was proven by code, here or for the account that orders."""
    owner = basket.owner
    is_own = bool(owner and owner.phone == answers.phone and owner.phone_verified_at)
    return answers.is_proven or is_own


def place(draft: Draft, *, by: Actor) -> Order:
    """Place the draft's order and return it; a second call returns the same order.

    Reserves the stock, writes order, parts and lines with rates frozen, starts the payment,
    writes the message and closes the basket; lines that can't be ordered stay in it. Raises
    drafts.Unfinished, AlreadyOrdered, opening.NotOpen, or Changed when anything differs from
    what the buyer saw (the draft's `seen`): then nothing is changed.
    """
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        if placed := Order.objects.filter(placement_key=locked.key).first():
            return placed
        opening.require_open()
        basket = _locked_basket(locked)
        proposal = _propose(locked, basket)
        answers = drafts.read(locked, is_sent=proposal.is_sent)
        if changes := _changes(answers, proposal):
            raise Changed(changes)
        reservation.reserve({line.stockrecord.pk: line.takes for line in proposal.lines})
        order = _write_order(locked, answers, proposal, basket)
        write_lines(order, write_parts(order, proposal.parts, answers.notes), proposal.parts)
        try:
            methods.start(order, method=answers.method, by=by)
        except methods.NotOffered as refusal:
            raise Changed([Change("method", str(refusal))]) from refusal
        _close(basket, locked, proposal, order)
        record(
            "order.placed",
            order,
            by=by,
            after={
                "number": order.number,
                "total": order.total,
                "parts": len(proposal.parts),
                "method": answers.method,
            },
        )
        messages.tell_placed(order)
        return order


def _locked_basket(draft: Draft) -> Basket:
    basket = Basket.objects.select_for_update().get(pk=draft.basket_id)
    if basket.status != Basket.OPEN:
        raise AlreadyOrdered
    return basket


def _propose(draft: Draft, basket: Basket) -> Proposal:
    """Read prices, stock, stalls and fees after locking the stock, in primary-key order."""
    wanted = StockRecord.objects.filter(pk__in=basket.lines.values("stockrecord"))
    list(wanted.select_for_update().order_by("pk"))
    destination = destination_for(drafts.village_of(draft))
    return propose(basket.all_lines(), destination, drafts.choices_of(draft))


def _changes(answers: drafts.Answers, proposal: Proposal) -> list[Change]:
    changes = find_changes(answers.seen, proposal)
    if not proposal.parts:
        changes.append(Change("gone", _("There is nothing left to order.")))
    if proposal.total > MOST_RUPIAH:
        changes.append(Change("amount", _("This order is too large for one payment.")))
    return changes


def _write_order(
    draft: Draft, answers: drafts.Answers, proposal: Proposal, basket: Basket
) -> Order:
    now = timezone.now()
    is_gift = answers.is_gift
    return Order.objects.create(
        number=new_number(),
        placement_key=draft.key,
        user_id=basket.owner_id,
        status=Order.State.AWAITING,
        currency=settings.OSCAR_DEFAULT_CURRENCY,
        total_incl_tax=proposal.total,
        total_excl_tax=proposal.total,
        shipping_incl_tax=proposal.delivery,
        shipping_excl_tax=proposal.delivery,
        shipping_address=write_address(answers, proposal),
        date_placed=now,
        expires_at=now + timedelta(hours=settings.ORDER_PAY_HOURS),
        language=get_language() or settings.LANGUAGE_CODE,
        guest_name=answers.name,
        guest_phone=answers.phone,
        guest_email=answers.email,
        phone_proven_at=now if is_proven(answers, basket) else None,
        is_gift=is_gift,
        recipient_name=answers.recipient_name if is_gift else answers.name,
        recipient_phone=answers.recipient_phone if is_gift else answers.phone,
        greeting=answers.greeting,
        is_demo=any(part.partner.is_demo for part in proposal.parts),
    )


def _close(basket: Basket, draft: Draft, proposal: Proposal, order: Order) -> None:
    """Close the basket with what was ordered; what was left out stays in an open one.

    Then the open one keeps its id, which the buyer's cookie names.
    """
    closed = basket
    if proposal.left_out:
        closed = Basket.objects.create(owner_id=basket.owner_id)
        ordered = [line.line.pk for line in proposal.lines]
        basket.lines.filter(pk__in=ordered).update(basket=closed)
    closed.submit()
    order.basket = closed
    order.save(update_fields=["basket"])
    # The key stays as the proof that this draft is placed; what was typed is on the order.
    draft.basket, draft.answers = closed, {}
    draft.save()
