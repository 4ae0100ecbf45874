"""Refunds to a card: what the provider says of them. Rows only; nothing is called here."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shop.money import format_rupiah
from shop.order import messages, states
from shop.people.actors import Actor

from . import accounts, summary
from .models import Refund
from .owing import known_account
from .refund_moves import move, post

State, Way = Refund.State, Refund.Way


@transaction.atomic
def sent_to_card(refund: Refund, *, provider_id: str, by: Actor) -> None:
    """The provider gave it back to the card; a second telling changes nothing."""
    states.lock(refund.order_id)
    refund.refresh_from_db()
    if refund.state == State.SENT:
        return
    move(
        refund,
        to=State.SENT,
        when=Q(way=Way.CARD, state__in=[State.APPROVED, State.SENDING]),
        verb="refund.sent",
        by=by,
        provider_id=provider_id,
        reference=provider_id[:120],
        sent_at=timezone.now(),
    )
    post(refund, "refund_sent", accounts.STRIPE, refund.amount)
    summary.write(refund.order)
    amount = format_rupiah(refund.amount)
    messages.to_orderer("refund.sent_to_card", refund.order, amount=amount)


@transaction.atomic
def failed_at_card(refund: Refund, *, reason: str, by: Actor) -> None:
    """The card takes nothing back, at once or after it was sent: it goes by bank then.

    A second telling changes nothing.
    """
    order = states.lock(refund.order_id)
    refund.refresh_from_db()
    if refund.way != Way.CARD:
        return
    was_sent, known = refund.state == State.SENT, known_account(order)
    move(
        refund,
        to=State.APPROVED if known else State.NEEDS_ACCOUNT,
        when=Q(state__in=[State.APPROVED, State.SENDING, State.SENT]),
        verb="refund.failed",
        by=by,
        reason=reason[:300],
        way=Way.BANK,
        provider_id=None,
        reference="",
        sent_at=None,
        **known,
    )
    if was_sent:
        post(refund, "refund_failed", accounts.STRIPE, -refund.amount)
    summary.write(refund.order)
    messages.to_orderer("refund.failed", order, amount=format_rupiah(refund.amount))
