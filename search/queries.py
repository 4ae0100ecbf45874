"""Words and filters to the embedded engine's queries: pure functions and named boosts."""

from dataclasses import dataclass, field
from datetime import date

from catalogue.season import month_bit
from search.contract import Delivery, Filters, Sort
from search.words import Term

MOST_TERMS = 12
SHORTEST_BEGINNING = 2

# How much a word weighs in each column of the index, in the columns' order.
BOOSTS = {
    "title_exact": 8.0,
    "title_stem": 5.0,
    "category": 3.0,
    "seller": 2.0,
    "place": 2.0,
    "description": 1.0,
}
# What can't be bought today keeps this share of its score.
UNAVAILABLE = 0.5

_AS_WRITTEN = "{title_exact seller place}"
_BY_STEM = "{title_stem category description}"
_DELIVERY_BITS = {delivery: 1 << position for position, delivery in enumerate(Delivery)}

_IS_OPEN = (
    "(takes_orders AND (closed_from IS NULL OR closed_from > :today"
    " OR (closed_to IS NOT NULL AND closed_to < :today)))"
)
_IS_IN_SEASON = "(season_mask = 0 OR season_mask & :month > 0)"

_IS_BUYABLE = f"(in_stock AND {_IS_OPEN} AND {_IS_IN_SEASON})"

# As in the lists without words: what can't be bought today stands behind what can.
ORDERS = {
    Sort.RELEVANCE: "score, listing.id DESC",
    Sort.PRICE: f"{_IS_BUYABLE} DESC, price, listing.id DESC",
    Sort.UNIT_PRICE: (
        f"{_IS_BUYABLE} DESC, unit_price IS NULL, unit_price, price, listing.id DESC"
    ),
    Sort.NEWEST: f"{_IS_BUYABLE} DESC, published_at DESC, listing.id DESC",
}


@dataclass(slots=True)
class Conditions:
    """SQL conditions on table `listing` and the values they name."""

    sql: list[str] = field(default_factory=lambda: ["1"])
    values: dict[str, object] = field(default_factory=dict)

    @property
    def clause(self) -> str:
        return " AND ".join(self.sql)

    def add(self, sql: str, **values: object) -> None:
        self.sql.append(sql)
        self.values |= values


def all_words(terms: list[Term]) -> str:
    """The FTS5 expression for listings that hold every word."""
    return " AND ".join(_one_word(term) for term in terms)


def all_words_begun(terms: list[Term]) -> str:
    """As `all_words`, where the last word may be only a beginning."""
    *whole, last = terms
    beginning = f"({_AS_WRITTEN} : {_quote(last.word)} * OR {_BY_STEM} : {_quote(last.stem)} *)"
    return " AND ".join([*(_one_word(term) for term in whole), beginning])


def any_word(terms: list[Term]) -> str:
    """The FTS5 expression for listings that hold at least one of the words."""
    return " OR ".join(_one_word(term) for term in terms)


def conditions(filters: Filters, *, today: date) -> Conditions:
    """The conditions of these filters on that day."""
    made = Conditions(values={"today": today.isoformat(), "month": month_bit(today.month)})
    for column in ("sector", "regency", "district", "village", "seller"):
        value = getattr(filters, column)
        if value not in ("", None):
            made.add(f"listing.{column} = :{column}", **{column: value})
    if filters.category:
        made.add(
            "category_path >= :category AND category_path < :category_end",
            category=filters.category,
            category_end=filters.category + "\N{REPLACEMENT CHARACTER}",
        )
    if filters.price_from is not None:
        made.add("price >= :price_from", price_from=filters.price_from)
    if filters.price_to is not None:
        made.add("price <= :price_to", price_to=filters.price_to)
    if filters.in_stock:
        made.add("in_stock")
    if filters.in_season:
        made.add(_IS_IN_SEASON)
    if filters.open_now:
        made.add(_IS_OPEN)
    if filters.preorder is not None:
        made.add("is_preorder = :preorder", preorder=filters.preorder)
    if filters.delivery is not None:
        made.add("deliveries & :delivery", delivery=delivery_bits({filters.delivery}))
    return made


def score() -> str:
    """The SQL of a listing's score for the words asked; FTS5's bm25 is the lower the better."""
    weights = ", ".join(str(boost) for boost in BOOSTS.values())
    return f"bm25(words, {weights}) * CASE WHEN {_IS_BUYABLE} THEN 1 ELSE {UNAVAILABLE} END"


def delivery_bits(deliveries: set[Delivery] | frozenset[Delivery]) -> int:
    """The bits that stand for these ways of delivery in the index."""
    return sum(_DELIVERY_BITS[delivery] for delivery in deliveries)


def _one_word(term: Term) -> str:
    return f"({_AS_WRITTEN} : {_quote(term.word)} OR {_BY_STEM} : {_quote(term.stem)})"


def _quote(word: str) -> str:
    """A word as an FTS5 string: terms hold letters and digits only, so none can end it."""
    return f'"{word}"'
