"""What every move of a refund shares: what holds it back, the conditional UPDATE, the posting."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.payment import accounts, ledger
from shop.payment.models import Dispute, Refund
from shop.payment.refunding.owing import Disputed
from shop.people.actors import Actor


class NotReleased(states.NotPossible):
    """A large refund that one of the staff made waits for another."""

    message = _("A second person must release this refund first.")


class NotYet(states.NotPossible):
    """A weighing difference that may still grow, or that the buyer may still give away."""

    message = _("This weighing difference waits for the other parts or for the buyer's choice.")


def require_sendable(refund: Refund) -> None:
    """Raise NotReleased, NotYet or Disputed while something holds back a refund."""
    if refund.needs_release:
        raise NotReleased
    if refund.waits_for_weighing or refund.can_be_given:
        raise NotYet
    if refund.payment and refund.payment.disputes.filter(state=Dispute.State.OPEN).exists():
        raise Disputed


def post(refund: Refund, kind: str, holder: str, amount: int) -> None:
    """Post that an amount left a holder for the buyer, or (negative) came back to it."""
    source = f"refund:{refund.pk}"
    ledger.post(
        kind,
        source,
        ledger.next_n(kind, source),
        order=refund.order,
        entries={accounts.refund_due(refund.order, refund.collector): amount, holder: -amount},
    )


def move(refund: Refund, *, to: str, when: Q, verb: str, by: Actor, **changes) -> None:
    """Move a refund if `when` holds, and note it. Raises WrongState when a race was lost."""
    states.lock(refund.order_id)
    before = Refund.objects.values_list("state", flat=True).get(pk=refund.pk)
    moved = Refund.objects.filter(when, pk=refund.pk).update(state=to, **changes)
    refund.refresh_from_db()
    if not moved:
        raise states.WrongState(refund.state)
    record(
        verb,
        refund.order,
        by=by,
        before={"refund": refund.pk, "state": before},
        after={"state": to, "amount": refund.amount},
        reason=changes.get("reason", ""),
    )
