"""Plain values for the components that show more than one thing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils import dates


@dataclass(frozen=True)
class Crumb:
    """A step of the way to a page; the page itself has no address."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper of trust: green only after a person checked it; `url` leads to what it means."""

    text: str
    state: Literal["checked", "pending", "expired", "missing", "not_needed"]
    url: str = ""

    @property
    def icon(self) -> str:
        """The icon that says the state without colour."""
        return {"checked": "ok", "pending": "time", "expired": "warn"}.get(self.state, "info")


@dataclass(frozen=True)
class Event:
    """A step of an order's way: done, now or later; `text` says when and who."""

    title: str
    state: Literal["done", "now", "later"]
    text: str = ""


@dataclass(frozen=True)
class SumLine:
    """A line of a summary; `amount` is whole rupiah, or `text` says it ("Gratis")."""

    label: str
    amount: int | None = None
    text: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Choice:
    """One choice of a facet with the number of listings behind it, if counted."""

    value: str
    label: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True)
class FacetGroup:
    """A question of the filter sheet; one answer (`is_single`) or many."""

    name: str
    title: str
    choices: Sequence[Choice]
    is_single: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table; money stands at the right."""

    title: str
    is_money: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of texts, each as long as the columns."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]

    @property
    def pairs(self) -> list[list[tuple[Column, str]]]:
        """Each row's texts beside their columns."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class DeliveryOption:
    """A way to receive one stall's goods; `amount` is whole rupiah, 0 is free.

    An option that can't be chosen says why in `text`.
    """

    value: str
    title: str
    text: str = ""
    amount: int | None = None
    is_chosen: bool = False
    is_possible: bool = True


@dataclass(frozen=True)
class Month:
    """A month of a harvest calendar by its first letter."""

    letter: str
    is_in_season: bool = False
    is_now: bool = False


def year_of(season_months: Collection[int], *, now: int) -> list[Month]:
    """Return the year's months; months count from 1. No season months: all the year."""
    return [
        Month(dates.MONTHS[number][0], number in season_months or not season_months, number == now)
        for number in range(1, 13)
    ]
