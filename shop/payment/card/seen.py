"""What the provider says of its objects at one moment, in its words and minor units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class MoveSeen:
    """One movement of our balance there; amounts in minor units of `currency`.

    `exchange_rate` is how much of `currency` one of the source's currency gave, or None.
    """

    id: str
    kind: str
    source_id: str
    amount: int
    fee: int
    net: int
    currency: str
    exchange_rate: Decimal | None
    created: datetime


@dataclass(frozen=True)
class ChargeSeen:
    """Money taken, or held, from a card."""

    id: str
    intent_id: str
    amount: int
    amount_captured: int
    currency: str
    is_captured: bool
    amount_refunded: int
    capture_before: datetime | None
    move_id: str
    is_disputed: bool
    move: MoveSeen | None = None


@dataclass(frozen=True)
class IntentSeen:
    """One wish to take money, from the first try to the captured sum."""

    id: str
    status: str
    amount: int
    amount_capturable: int
    amount_received: int
    currency: str
    capture_method: str
    charge_id: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    charge: ChargeSeen | None = None


@dataclass(frozen=True)
class SessionSeen:
    """One hosted page."""

    id: str
    status: str
    payment_status: str
    intent_id: str
    amount: int
    currency: str
    metadata: Mapping[str, str]
    expires_at: datetime | None
    url: str


@dataclass(frozen=True)
class RefundSeen:
    """Money on its way back to a card."""

    id: str
    charge_id: str
    intent_id: str
    amount: int
    currency: str
    status: str
    reason: str
    metadata: Mapping[str, str]
    move_id: str
    move: MoveSeen | None = None
    failure_move: MoveSeen | None = None


@dataclass(frozen=True)
class DisputeSeen:
    """A card holder's bank asks for money back; `moves` are what it moved so far."""

    id: str
    charge_id: str
    intent_id: str
    amount: int
    currency: str
    status: str
    reason: str
    evidence_by: datetime | None
    created: datetime
    moves: tuple[MoveSeen, ...] = ()


@dataclass(frozen=True)
class PayoutSeen:
    """Money from our balance there to our bank account."""

    id: str
    amount: int
    currency: str
    status: str
    arrives_on: date | None
    move_id: str
    move: MoveSeen | None = None
    failure_move: MoveSeen | None = None


@dataclass(frozen=True)
class EventSeen:
    """What a webhook told, or would have told."""

    id: str
    type: str
    object_id: str
    created: datetime
