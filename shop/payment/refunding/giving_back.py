"""Money that staff give back: a whole order, a part, units of a line, by weight, or a sum.

Before a part is earned it is cancelled, supplied short or comes to less; after that somebody bears
the refund (`granting`). A preview says the same sums that the verb then does. Whole rupiah.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.money import round_half_up, share
from shop.order import states
from shop.order.amounts import falls_to, outstanding, units_left
from shop.order.models import Adjustment, Line, Order, SellerOrder
from shop.order.refusals import require_own
from shop.payment import earning, ledger
from shop.payment.models import Payment
from shop.payment.refunding.granting import Bearer, TooMuch, grant, grantable, shrink, split
from shop.payment.refunding.owing import MoreThanCaptured
from shop.payment.second_person import require_other_buyer
from shop.payment.signals import given_back
from shop.people.actors import Actor

Status = SellerOrder.Status
NOT_OPEN = (Status.WAITING, Status.DECLINED, Status.CANCELLED)
CANCELLABLE = (Status.NEW, Status.ACCEPTED, Status.WEIGHED, Status.READY, Status.SENT)


class NothingPaid(states.NotPossible):
    """Nothing is paid, held or promised for this part, or all of it went back."""

    message = _("There is nothing to give back for this part.")


class UnderComplaint(states.NotPossible):
    """A reported problem is closed with or without money."""

    message = _("A problem is open for this part. Close the complaint instead.")


class NotLighter(states.NotPossible):
    """A weight by which the goods don't cost less than the buyer pays now."""

    message = _("By this weight the goods don't cost less. More is never charged.")


class Changed(states.NotPossible):
    """Something happened after the preview was shown."""

    message = _("Something changed meanwhile. Look at the preview again.")


class How(Enum):
    """What becomes of a part that gives money back."""

    CANCEL = "cancel"
    SHORT = "short"
    LESS = "less"
    GRANT = "grant"


@dataclass(frozen=True)
class Wish:
    """What staff want back: everything, or units, a weight (grams) or a sum (rupiah) of it."""

    line: Line | None = None
    units: int = 0
    grams: int = 0
    amount: int = 0


@dataclass(frozen=True)
class Plan:
    """What giving back does to one part: rupiah of goods and delivery, and who bears it.

    `commission` is how much of the platform's commission goes with it.
    """

    part: SellerOrder
    how: How
    goods: int
    delivery: int
    commission: int
    bearer: str = ""
    line: Line | None = None

    @property
    def amount(self) -> int:
        """What goes back, or is asked for less."""
        return self.goods + self.delivery


def preview(
    parts: Sequence[SellerOrder], wish: Wish | None = None, *, bearer: Bearer = "seller"
) -> list[Plan]:
    """Return what giving back would do to these parts of an order; changes nothing.

    Without a wish all of them goes back, and those with nothing left are passed over. Raises
    NothingPaid, TooMuch, UnderComplaint or NotLighter.
    """
    plans = [
        plan for part in parts if (plan := _plan(part, wish or Wish(), bearer, is_whole=not wish))
    ]
    if not plans:
        raise NothingPaid
    return plans


@transaction.atomic
def give_back(
    order: Order,
    parts: Sequence[SellerOrder],
    wish: Wish | None = None,
    *,
    bearer: Bearer = "seller",
    expected: int,
    reason: str,
    by: Actor,
) -> list[Plan]:
    """Do what `preview` says; `expected` is the sum (rupiah) that was shown.

    Raises Changed when it would be another sum now, NotOnBehalf, OwnOrder, or what `preview`
    raises.
    """
    require_own(by)
    require_other_buyer(states.lock(order.pk), by)
    for part in parts:
        part.refresh_from_db()
    plans = preview(parts, wish, bearer=bearer)
    if sum(plan.amount for plan in plans) != expected:
        raise Changed
    try:
        for plan in plans:
            _do(plan, wish or Wish(), reason=reason, by=by)
    except MoreThanCaptured as error:
        raise TooMuch from error
    return plans


def _plan(part: SellerOrder, wish: Wish, bearer: str, *, is_whole: bool) -> Plan | None:
    is_earned = ledger.is_posted("earned", f"part:{part.pk}")
    most = grantable(part) if is_earned else _takeable(part)
    if not most:
        if is_whole:
            return None
        raise NothingPaid
    if part.status == Status.COMPLAINT:
        raise UnderComplaint
    amount = most if is_whole else _wished(wish)
    if not 0 < amount <= most:
        raise TooMuch
    sums, now = split(part, amount), outstanding(part)
    commission = share(now.commission, sums["goods"], now.goods)
    if is_earned:
        kept = 0 if bearer == "platform" else commission
        return Plan(part, How.GRANT, **sums, commission=kept, bearer=bearer, line=wish.line)
    how = How.LESS
    if amount == most and part.status in CANCELLABLE:
        how = How.CANCEL
    elif wish.units and part.status == Status.ACCEPTED:
        how = How.SHORT
    return Plan(part, how, **sums, commission=commission, line=wish.line)


def _takeable(part: SellerOrder) -> int:
    """Return what a part that nobody has earned comes to, if somebody pays for it at all."""
    pays = part.order.payments.filter(state__in=[Payment.State.CAPTURED, Payment.State.AUTHORISED])
    is_paid = pays.filter(seller_order__isnull=True).exists() or part.payments.filter(
        state__in=[Payment.State.CAPTURED, Payment.State.PROMISED]
    )
    return outstanding(part).total if is_paid and part.status not in NOT_OPEN else 0


def _wished(wish: Wish) -> int:
    """Return how many rupiah a wish comes to now."""
    if wish.line is None:
        return wish.amount
    line = wish.line
    now = line.price + sum(change.goods for change in line.adjustments.all())
    if wish.units:
        left = units_left(line)
        if wish.units > left:
            raise TooMuch
        return falls_to(now, wish.units, left=left, of=left)
    final = line.final_grams
    if final is None or wish.grams >= final:
        raise NotLighter
    lighter = min(now, _price_at(line, final)) - _price_at(line, wish.grams)
    if lighter <= 0:
        raise NotLighter
    return lighter


def _price_at(line: Line, grams: int) -> int:
    """Return what a line costs by a weight of all its units."""
    return round_half_up(line.price * grams, line.net_grams * line.quantity)


def _do(plan: Plan, wish: Wish, *, reason: str, by: Actor) -> None:
    part = plan.part
    if plan.how == How.CANCEL:
        states.cancel_part(part, by=by, reason=reason)
    elif plan.how == How.SHORT:
        states.supply_short(plan.line, units=wish.units, by=by, reason=reason)
    elif plan.how == How.GRANT:
        grant(
            part,
            goods=plan.goods,
            delivery=plan.delivery,
            bearer=plan.bearer,
            line=plan.line,
            reason=reason,
            by=by,
        )
    else:
        _ask_less(plan, reason=reason, by=by)
    if wish.grams:
        Line.objects.filter(pk=plan.line.pk).update(final_grams=wish.grams)
    if plan.how in (How.GRANT, How.LESS):
        given_back.send(sender=SellerOrder, plan=plan, reason=reason, by=by)


def _ask_less(plan: Plan, *, reason: str, by: Actor) -> None:
    """Let a part that nobody has earned come to less; what was paid of it goes back."""
    adjustment = shrink(
        plan.part,
        goods=plan.goods,
        delivery=plan.delivery,
        reason=reason,
        kind=Adjustment.Kind.DISCOUNT,
        line=plan.line,
    )
    after = {"change": -plan.amount}
    record("seller_order.discounted", plan.part, by=by, after=after, reason=reason)
    earning.give_up(plan.part, [adjustment], by=by)
