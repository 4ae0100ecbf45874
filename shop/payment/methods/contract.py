"""What a payment method must offer, and what is told to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from shop.order.models import Order, SellerOrder
from shop.payment.models import Payment, Refund
from shop.people.actors import Actor

#: Parts of an order that nobody pays for any more.
OVER = [SellerOrder.Status.DECLINED, SellerOrder.Status.CANCELLED]


@dataclass(frozen=True)
class Basis:
    """What an offer depends on. `total` is in rupiah, `phone` E.164.

    `deliveries` holds the delivery method of every part, `is_proven` says whether this
    orderer has proven the phone by a code, `weighed_until` is the last day promised for goods
    that are sold by weight (None: there are none).
    """

    total: int
    phone: str
    deliveries: Sequence[str]
    is_proven: bool = False
    partner_ids: Sequence[int] = ()
    weighed_until: date | None = None


@dataclass(frozen=True)
class Offer:
    """Whether a method may be chosen; `reason` says in the reader's language why not.

    `needs_code`: it may be chosen, but the phone must be proven by a code before placing.
    `is_hidden`: it isn't set up here at all, so people don't read of it. `payee` is whose
    account the money goes to, where people should know; `note` says in a sentence how it is paid.
    """

    code: str
    label: str
    ok: bool
    reason: str = ""
    needs_code: bool = False
    is_hidden: bool = False
    payee: str = ""
    note: str = ""


class NotOffered(Exception):
    """A method was chosen that is not offered (any more); the text says why."""


class Closing(Enum):
    """What came of closing an attempt: no money can come by it, it is paid, or nobody knows."""

    CLOSED = "closed"
    PAID = "paid"
    UNKNOWN = "unknown"


class Method(Protocol):
    """One way to pay. It knows neither pages nor the other methods.

    `start` runs inside the caller's transaction and only writes rows; the others may call a
    provider and run outside any transaction.
    """

    code: str
    #: How its money goes back first, a `Refund.Way`.
    way_back: str

    def offer(self, basis: Basis) -> Offer:
        """Say whether the method may be chosen."""

    def start(self, order: Order, *, by: Actor) -> list[Payment]:
        """Open the attempts of an awaiting order, inside the caller's transaction.

        Raises NotOffered.
        """

    def status(self, payment: Payment) -> bool:
        """Bring an attempt up to date with whoever holds the money; False without an answer."""

    def refund(self, refund: Refund, *, by: Actor) -> bool:
        """Send money back the way it came; False where people must do it by bank or in hand."""

    def expire(self, payment: Payment, *, by: Actor) -> Closing:
        """Make sure that an open attempt can bring no more money, and say what was found."""

    def is_over(self, payment: Payment) -> bool:
        """Say whether the buyer can't pay by an open attempt any more, though it stands."""

    def may_bring_money(self, payment: Payment) -> bool:
        """Say whether an open attempt must be closed elsewhere before its order may end."""


class ByHand:
    """What methods share whose money only people see: nothing to ask, nothing to close."""

    way_back: str = Refund.Way.BANK

    def status(self, payment: Payment) -> bool:
        """Nobody needs asking: it is as people have said."""
        return True

    def refund(self, refund: Refund, *, by: Actor) -> bool:
        """Leave it to people."""
        return False

    def expire(self, payment: Payment, *, by: Actor) -> Closing:
        """Let it be closed: what still comes rests in suspense."""
        return Closing.CLOSED

    def is_over(self, payment: Payment) -> bool:
        """Let it stand as long as its order waits."""
        return False

    def may_bring_money(self, payment: Payment) -> bool:
        """Nothing needs closing."""
        return False
