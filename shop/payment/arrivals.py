"""Money that came for an attempt and fits no open order (yet)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Arrival:
    """Money of a payment that rests in suspense; `source` names what brought it ("receipt:5")."""

    source: str
    amount: int
