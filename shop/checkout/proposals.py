"""What an order of this basket would be now: parts with delivery, what is left out, the sum.

Amounts are whole rupiah. The check page shows a proposal; placing makes it anew and
compares it with what the buyer saw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shop.basket.models import Line
from shop.basket.parts import Part, PartLine, group_lines
from shop.partner.models import Partner
from shop.shipping.destinations import Destination
from shop.shipping.options import DeliveryOption, Parcel
from shop.shipping.quotes import Reach, load_reach

from .seen import Seen, SeenLine, SeenPart


@dataclass(frozen=True)
class ProposedPart:
    """One partner's goods that can be ordered, and how they may be received.

    `choice` is None until the buyer chose one of `options`. `why_not` says why nothing is
    sent there, if so.
    """

    partner: Partner
    lines: Sequence[PartLine]
    options: Sequence[DeliveryOption]
    choice: DeliveryOption | None
    why_not: str = ""

    @property
    def goods(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def fee(self) -> int:
        return self.choice.fee if self.choice else 0


@dataclass(frozen=True)
class LeftOut:
    """A line that can't be ordered now and stays in the basket, with the reason."""

    line: Line
    reason: str

    @property
    def title(self) -> str:
        return self.line.product.title


@dataclass(frozen=True)
class Proposal:
    """An order as it would be placed now."""

    parts: Sequence[ProposedPart]
    left_out: Sequence[LeftOut]
    destination: Destination | None

    @property
    def goods(self) -> int:
        return sum(part.goods for part in self.parts)

    @property
    def delivery(self) -> int:
        return sum(part.fee for part in self.parts)

    @property
    def total(self) -> int:
        return self.goods + self.delivery

    @property
    def is_chosen(self) -> bool:
        """Whether there is something to order and every part says how it is received."""
        return bool(self.parts) and all(part.choice for part in self.parts)

    @property
    def is_sent(self) -> bool:
        """Whether anything goes to an address."""
        return any(part.choice and not part.choice.is_pickup for part in self.parts)

    @property
    def village(self) -> str:
        """The code of where goods are sent to, "" when all of them are picked up."""
        return self.destination.code if self.destination and self.is_sent else ""

    @property
    def lines(self) -> list[PartLine]:
        return [line for part in self.parts for line in part.lines]

    def as_seen(self) -> Seen:
        """Return what a page that shows this proposal showed."""
        return Seen(
            {
                line.line.pk: SeenLine(line.takes, line.price, line.product.title)
                for line in self.lines
            },
            {
                part.partner.pk: SeenPart(
                    part.choice.key, part.choice.fee, part.choice.days_to, part.partner.name
                )
                for part in self.parts
                if part.choice
            },
            self.village,
        )


def propose(
    lines: Sequence[Line],
    destination: Destination | None,
    choices: Mapping[int, str],
    *,
    on: date | None = None,
) -> Proposal:
    """Return the order these basket lines would make now, in three queries of its own.

    `choices` holds the key of a delivery option by partner id; listing, stock record,
    partner and village of the lines must be loaded.
    """
    parts = group_lines(lines, on=on)
    reach = load_reach([part.partner for part in parts], destination, on=on)
    proposed, left_out = [], []
    for part in parts:
        left_out += [_left_out(line) for line in part.lines if not line.takes]
        if not part.orderable:
            continue
        found = _propose_part(part, reach, choices.get(part.partner.pk, ""))
        if found.options or destination is None:
            proposed.append(found)
        else:
            left_out += [LeftOut(line.line, found.why_not) for line in found.lines]
    return Proposal(proposed, left_out, destination)


def likely_choice(part: ProposedPart) -> DeliveryOption | None:
    """Return what a form may tick beforehand: the choice, else the cheapest that is sent."""
    if part.choice:
        return part.choice
    sent = [option for option in part.options if not option.is_pickup]
    return next(iter(sent), part.options[0] if len(part.options) == 1 else None)


def _propose_part(part: Part, reach: Reach, key: str) -> ProposedPart:
    loads = [Parcel(line.product, line.takes) for line in part.orderable]
    options = reach.options(part.partner, loads, goods=part.goods)
    choice = next((option for option in options if option.key == key), None)
    why_not = reach.why_not(part.partner, loads) if reach.destination else ""
    if not options and not why_not:
        why_not = _("The stall has not said yet how it delivers.")
    return ProposedPart(part.partner, part.orderable, options, choice, why_not)


def _left_out(line: PartLine) -> LeftOut:
    reason = next((notice.text for notice in line.notices if notice.is_stopping), "")
    return LeftOut(line.line, reason)
