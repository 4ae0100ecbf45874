"""What became different between what a buyer saw and what is true when he orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from shop.look.words import day
from shop.money import format_rupiah

from .proposals import Proposal
from .seen import Seen

Kind = Literal[
    "price", "quantity", "left_out", "gone", "new", "fee", "later", "delivery", "method", "amount"
]


@dataclass(frozen=True)
class Change:
    """One difference, in words for the buyer."""

    kind: Kind
    text: str


class Changed(Exception):
    """The order was not placed: `changes` say what the buyer must see first."""

    def __init__(self, changes: Sequence[Change]):
        super().__init__("; ".join(change.text for change in changes))
        self.changes = list(changes)


def find_changes(seen: Seen, now: Proposal) -> list[Change]:
    """Return every difference between what was seen and the order as it would be now."""
    return [*_line_changes(seen, now), *_place_changes(seen, now), *_part_changes(seen, now)]


def _line_changes(seen: Seen, now: Proposal):
    lines = {line.line.pk: line for line in now.lines}
    reasons = {left.line.pk: left.reason for left in now.left_out}
    for pk, before in seen.lines.items():
        title = {"title": before.title}
        if pk in reasons:
            text = _("%(title)s stays in the basket: %(reason)s") % {**title, "reason": reasons[pk]}
            yield Change("left_out", text)
        elif pk not in lines:
            yield Change("gone", _("%(title)s is no longer in the basket.") % title)
        else:
            yield from _line_differences(before, lines[pk], title)
    for pk, line in lines.items():
        if pk not in seen.lines:
            text = _("%(title)s is new in this order.") % {"title": line.product.title}
            yield Change("new", text)


def _line_differences(before, line, title):
    if before.price != line.price:
        amounts = {"before": format_rupiah(before.price), "now": format_rupiah(line.price)}
        text = _("%(title)s: the price changed from %(before)s to %(now)s.") % {**title, **amounts}
        yield Change("price", text)
    if before.count != line.takes:
        counts = {"before": before.count, "now": line.takes}
        text = _("%(title)s: %(now)s instead of %(before)s.") % {**title, **counts}
        yield Change("quantity", text)


def _place_changes(seen: Seen, now: Proposal):
    if seen.lines and now.village and now.village != seen.village:
        text = _("The goods now go to %(place)s.") % {"place": now.destination.label}
        yield Change("delivery", text)


def _part_changes(seen: Seen, now: Proposal):
    for part in now.parts:
        before = seen.parts.get(part.partner.pk)
        name = {"name": part.partner.name}
        if part.choice is None:
            text = _("%(name)s: choose again how you receive the goods.") % name
            yield Change("delivery", text)
        elif before is None or before.key != part.choice.key:
            if before is not None:
                text = _("%(name)s: now %(choice)s.") % {**name, "choice": part.choice.title}
                yield Change("delivery", text)
        elif before.fee != part.choice.fee:
            amounts = {"before": format_rupiah(before.fee), "now": format_rupiah(part.choice.fee)}
            text = _("%(name)s: delivery costs %(now)s instead of %(before)s.") % {
                **name,
                **amounts,
            }
            yield Change("fee", text)
        elif part.choice.days_to > before.until:
            text = _("%(name)s: it arrives later, by %(day)s.") % {
                **name,
                "day": day(part.choice.days_to),
            }
            yield Change("later", text)
