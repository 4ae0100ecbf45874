"""A basket as people see it: one part per partner, with what changed since they chose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from shop.money import format_rupiah, to_rupiah
from shop.partner.models import Partner
from shop.partner.strategy import price_for
from shop.partner.wholesale import Break, next_break

from .models import Basket, Line
from .refusals import TooFew, TooMany, find_closure

Kind = Literal["gone", "closed", "out_of_season", "sold_out", "fewer", "too_few", "price"]


@dataclass(frozen=True)
class Notice:
    """What a buyer must know about a line or a stall; `is_stopping`: it can't be ordered now."""

    kind: Kind
    text: str
    is_stopping: bool = False


@dataclass(frozen=True)
class PartLine:
    """A basket line with today's price (rupiah) and how many of it can be ordered now.

    `price` is that of one when so many are ordered as `takes` says. `takes` is 0 when the
    line can't be ordered, and less than the quantity wanted when fewer are left.
    """

    line: Line
    price: int
    takes: int
    notices: Sequence[Notice] = ()

    @property
    def product(self):
        return self.line.product

    @property
    def stockrecord(self):
        return self.line.stockrecord

    @property
    def quantity(self) -> int:
        """How many the buyer wants."""
        return self.line.quantity

    @property
    def available(self) -> int:
        """How many are there."""
        return self.line.stockrecord.net_stock_level

    @property
    def step(self) -> Break | None:
        """The next wholesale price, when few more make it: at most half of what it takes."""
        step = next_break(self.stockrecord, self.takes) if self.takes else None
        return step if step and 2 * self.takes >= step.min_quantity else None

    @property
    def total(self) -> int:
        """The price of what can be ordered now, in rupiah."""
        return self.price * self.takes


@dataclass(frozen=True)
class Part:
    """One partner's lines; `goods` is the sum of what can be ordered now, in rupiah."""

    partner: Partner
    lines: Sequence[PartLine]
    notices: Sequence[Notice] = ()

    @property
    def goods(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def orderable(self) -> list[PartLine]:
        """The lines that can be ordered now."""
        return [line for line in self.lines if line.takes]


def group(basket: Basket, *, on: date | None = None) -> list[Part]:
    """Return the basket's parts by stall name, with a notice for everything that changed.

    Costs the basket's one query, whatever its length.
    """
    return group_lines(basket.all_lines(), on=on)


def group_lines(lines: Iterable[Line], *, on: date | None = None) -> list[Part]:
    """Return the parts of lines that have listing, stock record and partner loaded."""
    by_partner: dict[int, list[Line]] = {}
    for line in lines:
        by_partner.setdefault(line.stockrecord.partner_id, []).append(line)
    return [_part(lines, on) for lines in by_partner.values()]


def _part(lines: list[Line], on: date | None) -> Part:
    partner = lines[0].stockrecord.partner
    seen = [_line(line, on) for line in lines]
    closed = [notice for line in seen for notice in line.notices if notice.kind == "closed"]
    return Part(partner, seen, closed[:1])


def _line(line: Line, on: date | None) -> PartLine:
    stockrecord = line.stockrecord
    price = price_for(stockrecord, line.quantity)
    if shut := find_closure(line.product, stockrecord, on=on):
        return PartLine(line, price, 0, [Notice(shut.why.value, str(shut), is_stopping=True)])
    takes, notices = line.quantity, []
    available = stockrecord.net_stock_level
    if line.quantity > available:
        takes = available
        notices.append(Notice("fewer", str(TooMany(available, line.product.unit))))
    elif line.quantity < line.product.min_quantity:
        takes = 0
        refusal = TooFew(line.product.min_quantity, line.product.unit)
        notices.append(Notice("too_few", str(refusal), is_stopping=True))
    price = price_for(stockrecord, takes or line.quantity)
    if line.price_excl_tax is not None and line.price_excl_tax != price:
        notices.append(Notice("price", _price_text(to_rupiah(line.price_excl_tax), price)))
    return PartLine(line, price, takes, notices)


def _price_text(before: int, now: int) -> str:
    amounts = {"before": format_rupiah(before), "now": format_rupiah(now)}
    if now > before:
        return _("The price rose from %(before)s to %(now)s since you chose it.") % amounts
    return _("The price fell from %(before)s to %(now)s since you chose it.") % amounts
