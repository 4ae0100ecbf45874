"""What final weights do to the prices of a part: the screen's promise, and what `weigh` does.

A price follows the weight down all the way, and up at most to the tolerance that was frozen on
the line and to what the payment allows (`charging`); what is not charged is the seller's gift.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.look.words import grams_words
from shop.money import round_half_up

from . import charging
from .amounts import commission_on, outstanding, units_left
from .models import Line, SellerOrder
from .refusals import NotPossible

BY_WEIGHT = "weight"
MOST_TIMES_NOMINAL = 5
FULL_BP = 10_000


class NotWeighed(NotPossible):
    """A line that is sold by weight has no final weight yet."""

    message = gettext_lazy("Weigh the goods that are sold by weight first.")


class WeightMissing(NotPossible):
    """Not every line that is sold by weight, or another line, was given a weight."""

    message = gettext_lazy("Write one final weight for each line that is sold by weight.")


class NotAWeight(NotPossible):
    """A weight of nothing, or one so far off that it must be a slip."""

    def __init__(self, line: Line, nominal: int):
        super().__init__(line.pk, nominal)
        self.line_id = line.pk
        self.message = _(
            "%(title)s: write the weight, more than 0 and at most %(most)s. "
            "Ordered was %(nominal)s."
        ) % {
            "title": line.title,
            "most": grams_words(MOST_TIMES_NOMINAL * nominal),
            "nominal": grams_words(nominal),
        }


@dataclass(frozen=True)
class WeighedLine:
    """A line's ordered and final weight (grams, of all its units) and what it costs (rupiah).

    `by_weight` is what the final weight would cost, `price` what is charged.
    """

    line: Line
    nominal_grams: int
    final_grams: int
    price_before: int
    by_weight: int
    price: int
    commission_change: int = 0

    @property
    def change(self) -> int:
        """How much more (or, negative, less) the line costs than before."""
        return self.price - self.price_before

    @property
    def gift(self) -> int:
        """What the seller gives away, because it is not charged."""
        return self.by_weight - self.price

    @property
    def is_too_light(self) -> bool:
        """Whether it weighs less than the buyer's tolerance lets him expect."""
        least = self.nominal_grams * (FULL_BP - self.line.tolerance_bp)
        return self.final_grams * FULL_BP < least


@dataclass(frozen=True)
class Weighing:
    """A part's weighed lines and what they do to its total, in rupiah."""

    lines: Sequence[WeighedLine]
    total_before: int
    is_collected: bool

    @property
    def change(self) -> int:
        """How much more (or, negative, less) the part costs than before."""
        return sum(line.change for line in self.lines)

    @property
    def total(self) -> int:
        """What the part comes to with delivery."""
        return self.total_before + self.change

    @property
    def gift(self) -> int:
        """What the seller gives away in all."""
        return sum(line.gift for line in self.lines)

    @property
    def refund(self) -> int:
        """What goes back to a buyer who has paid already."""
        return max(0, -self.change) if self.is_collected else 0


def to_weigh(part: SellerOrder) -> list[Line]:
    """Return the part's lines that are sold by weight and still supplied."""
    lines = part.lines.filter(price_basis=BY_WEIGHT).prefetch_related("adjustments").order_by("pk")
    return [line for line in lines if units_left(line)]


def require_weighed(part: SellerOrder) -> None:
    """Raise NotWeighed while a line that is sold by weight has no final weight."""
    if any(line.final_grams is None for line in to_weigh(part)):
        raise NotWeighed


def nominal_grams(line: Line) -> int:
    """Return the ordered weight of what is left of a line that is sold by weight."""
    return line.net_grams * units_left(line)


def preview(part: SellerOrder, grams: Mapping[int, int]) -> Weighing:
    """Return what these final weights (grams by line id) would do; changes nothing.

    Raises WeightMissing unless they are of every line that is sold by weight and of no other,
    NotAWeight for 0 grams or more than 5 times what was ordered.
    """
    lines = to_weigh(part)
    if not lines or set(grams) != {line.pk for line in lines}:
        raise WeightMissing
    room = charging.room_of(part)
    tolerated = [_within_tolerance(line, grams[line.pk]) for line in lines]
    return Weighing(
        [_with_commission(line) for line in _within_room(tolerated, room.most)],
        total_before=outstanding(part).total,
        is_collected=room.is_collected,
    )


def _within_tolerance(line: Line, final: int) -> WeighedLine:
    """Price a line by its final weight, up at most to its tolerance."""
    left, nominal = units_left(line), nominal_grams(line)
    if not 0 < final <= MOST_TIMES_NOMINAL * nominal:
        raise NotAWeight(line, nominal)
    by_weight = round_half_up(line.price * final, line.net_grams * line.quantity)
    most = round_half_up(line.price * left * (FULL_BP + line.tolerance_bp), line.quantity * FULL_BP)
    return WeighedLine(
        line,
        nominal_grams=nominal,
        final_grams=final,
        price_before=line.price + sum(a.goods for a in line.adjustments.all()),
        by_weight=by_weight,
        price=min(by_weight, most),
    )


def _within_room(lines: Sequence[WeighedLine], most: int | None) -> list[WeighedLine]:
    """Charge heavier lines, in their order, only what is allowed and what lighter ones free."""
    if most is None:
        return list(lines)
    room, charged = most - sum(min(line.change, 0) for line in lines), []
    for line in lines:
        extra = max(0, min(line.change, room))
        room -= extra
        charged.append(replace(line, price=line.price_before + extra) if line.change > 0 else line)
    return charged


def _with_commission(weighed: WeighedLine) -> WeighedLine:
    """Let the frozen commission follow the goods in proportion, rounded half up."""
    line = weighed.line
    before = commission_on(line) + sum(a.commission for a in line.adjustments.all())
    now = round_half_up(commission_on(line) * weighed.price, line.price) if line.price else 0
    return replace(weighed, commission_change=now - before)
