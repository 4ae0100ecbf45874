"""What a payment method must offer, and what is told to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shop.order.models import Order
from shop.payment.models import Payment
from shop.people.actors import Actor


@dataclass(frozen=True)
class Basis:
    """What an offer depends on. `total` is in rupiah, `phone` E.164.

    `deliveries` holds the delivery method of every part, `is_proven` says whether this
    orderer has proven the phone by a code.
    """

    total: int
    phone: str
    deliveries: Sequence[str]
    is_proven: bool = False
    partner_ids: Sequence[int] = ()


@dataclass(frozen=True)
class Offer:
    """Whether a method may be chosen; `reason` says in the reader's language why not.

    `needs_code`: it may be chosen, but the phone must be proven by a code before placing.
    """

    code: str
    label: str
    ok: bool
    reason: str = ""
    needs_code: bool = False


class NotOffered(Exception):
    """A method was chosen that is not offered (any more); the text says why."""


class Method(Protocol):
    """One way to pay. It knows neither pages nor the other methods."""

    code: str

    def offer(self, basis: Basis) -> Offer:
        """Say whether the method may be chosen."""

    def start(self, order: Order, *, by: Actor) -> list[Payment]:
        """Open the attempts of an awaiting order, inside the caller's transaction.

        Raises NotOffered.
        """
