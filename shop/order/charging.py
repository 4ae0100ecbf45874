"""How much more a part may still cost than it comes to now: `shop.payment` decides it."""

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
