"""What money allows a part: to cost more than it comes to now, to leave. `shop.payment` decides."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import SellerOrder


@dataclass(frozen=True)
class Room:
    """By how many rupiah a part's total may grow, None for freely; whether money is in already."""

    most: int | None = 0
    is_collected: bool = False


_rules: list[Callable[[SellerOrder], Room]] = []


def register_room(rule: Callable[[SellerOrder], Room]) -> None:
    """Let `rule` say how much a part may grow; the last one registered decides."""
    _rules.append(rule)


def room_of(part: SellerOrder) -> Room:
    """Return how much a part may grow; not at all while nobody says otherwise."""
    return _rules[-1](part) if _rules else Room()


_guards: list[Callable[[SellerOrder], None]] = []


def register_guard(guard: Callable[[SellerOrder], None]) -> None:
    """Let `guard` refuse (a NotPossible) that a part's goods leave before their money is in."""
    _guards.append(guard)


def require_collected(part: SellerOrder) -> None:
    """Raise what a guard raises while the goods of a part of a locked order must stay."""
    for guard in _guards:
        guard(part)
