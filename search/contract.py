"""What every engine promises. Views know only `search.find(query) -> Result`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

LONGEST_TEXT = 200
LARGEST_PAGE = 60
DEEPEST_RESULT = 1_000


class SearchUnavailable(Exception):
    """The engine can't answer now: its index is missing or unreadable."""


class Sort(StrEnum):
    RELEVANCE = "relevance"
    PRICE = "price"
    UNIT_PRICE = "unit_price"
    NEWEST = "newest"


class Delivery(StrEnum):
    PICKUP = "pickup"
    VILLAGE_COURIER = "village_courier"
    PARCEL = "parcel"
    ARRANGEMENT = "arrangement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a listing must be besides its words; what is empty, None or False asks nothing.

    `category` is the tree path of a sector, group or leaf and takes in everything below it;
    `sector` is a sector's slug. Regions and the seller are primary keys, prices whole rupiah
    for one sale unit, both inclusive. `in_season` and `open_now` are judged on the day of asking.
    """

    sector: str = ""
    category: str = ""
    regency: int | None = None
    district: int | None = None
    village: int | None = None
    seller: int | None = None
    price_from: int | None = None
    price_to: int | None = None
    in_stock: bool = False
    in_season: bool = False
    open_now: bool = False
    preorder: bool | None = None
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a buyer asks. Any text is allowed; engines read its first `LONGEST_TEXT` letters.

    Without text every listing that passes the filters is found. Pages begin at 1; a page
    has at most `LARGEST_PAGE` listings and none lies beyond `DEEPEST_RESULT`.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 12
    locale: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Listings by primary key in their order, and what to say about them.

    `total` counts all pages. `facets` counts listings by value for each facet's name.
    `suggestions` are completed texts. `is_loose` says that no listing has all the words:
    these have some of them, or words that begin with them.
    """

    ids: list[int]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    suggestions: list[str] = field(default_factory=list)
    is_loose: bool = False
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How an engine's index stands; `waiting` counts listing changes that it has not applied."""

    engine: str
    documents: int
    built_at: datetime
    waiting: int


class Engine(Protocol):
    """Finds listings and keeps its index true to the database."""

    def search(self, query: Query) -> Result:
        """Answer a query. Raises `SearchUnavailable`."""

    def follow(self) -> int:
        """Apply the listing changes since the last time; how many listings were looked at anew."""

    def rebuild(self, report: Callable[[str], None]) -> int:
        """Write the index anew while the old one answers; the number of listings in it."""

    def state(self) -> State:
        """Say how the index stands. Raises `SearchUnavailable`."""
