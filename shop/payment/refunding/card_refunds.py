"""Refunds to a card: what the provider says of them. Rows only; nothing is called here."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shop.money import format_rupiah
from shop.order import messages, states
from shop.payment import accounts, summary
from shop.payment.models import Refund
from shop.payment.refunding.owing import known_account
from shop.payment.refunding.refund_moves import move, post
from shop.people.actors import Actor

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
    rest = Refund.objects.filter(provider_id=f"{refund.provider_id}{Refund.REST}").first()
    if rest is not None:
        failed_at_card(rest, reason=reason, by=by)
    was_sent, known = refund.state == State.SENT, known_account(order)
    move(
        refund,
        to=State.APPROVED if known else State.NEEDS_ACCOUNT,
        when=Q(state__in=[State.APPROVED, State.SENDING, State.SENT, State.FAILED]),
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


@transaction.atomic
def wait(refund: Refund, *, by: Actor) -> None:
    """The provider can't send it yet: it is approved again. Raises WrongState unless being sent."""
    when = Q(way=Way.CARD, state=State.SENDING)
    move(refund, to=State.APPROVED, when=when, verb="refund.waits", by=by)


@transaction.atomic
def stuck(refund: Refund, *, reason: str, by: Actor) -> None:
    """The provider won't send it: staff look at why. Raises WrongState unless being sent."""
    when = Q(way=Way.CARD, state=State.SENDING)
    move(refund, to=State.FAILED, when=when, verb="refund.stuck", by=by, reason=reason[:300])


@transaction.atomic
def by_bank(refund: Refund, *, by: Actor) -> None:
    """Staff made sure that the card got nothing: it goes by bank. Raises WrongState else."""
    states.lock(refund.order_id)
    refund.refresh_from_db()
    if (refund.way, refund.state) != (Way.CARD, State.FAILED):
        raise states.WrongState(refund.state)
    failed_at_card(refund, reason=refund.reason, by=by)
