"""Which goods an asking finds within a scope: by SQL, or by the engine when there are words."""

from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

import search
from search.contract import (
    DEEPEST_RESULT,
    LARGEST_PAGE,
    Delivery,
    Filters,
    Query,
    SearchUnavailable,
    Sort,
)
from shop.partner.models import StockRecord

from . import goods
from .asking import DELIVERIES, PAGE_SIZE, Asking

ENGINE_SORTS = {
    "": Sort.RELEVANCE,
    "sesuai": Sort.RELEVANCE,
    "baru": Sort.NEWEST,
    "murah": Sort.PRICE,
    "per-kg": Sort.UNIT_PRICE,
}


@dataclass(frozen=True)
class District:
    """A district with goods in the scope; `count` is unknown when words were asked."""

    pk: int
    code: str
    name: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of goods; `total` counts all pages, `is_loose` says that not every word is met."""

    records: list[StockRecord]
    total: int
    districts: list[District] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    is_loose: bool = False
    is_without_words: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, ceil(self.total / PAGE_SIZE))


@dataclass(frozen=True, kw_only=True)
class Within:
    """The scope in the engine's and in SQL's terms: a category's path, a village, a stall."""

    category: str = ""
    village: int | None = None
    seller: int | None = None
    has_districts: bool = True

    def goods(self) -> QuerySet[StockRecord]:
        """Return the goods of this scope."""
        found = goods.on_show()
        if self.category:
            found = found.filter(product__categories__path__startswith=self.category)
        if self.village is not None:
            found = found.filter(partner__village=self.village)
        if self.seller is not None:
            found = found.filter(partner__seller=self.seller)
        return found


def find(asking: Asking, within: Within, *, on: date, delivered: Q | None = None) -> Found:
    """Return the page of goods that was asked for.

    `delivered` is the condition of "only what is delivered to me". Without an index the
    words are left out, and `is_without_words` says so.
    """
    if asking.words:
        try:
            return find_by_words(asking, within, on=on, delivered=delivered)
        except SearchUnavailable:
            return find_by_columns(
                asking, within, on=on, delivered=delivered, is_without_words=True
            )
    return find_by_columns(asking, within, on=on, delivered=delivered)


def find_by_columns(
    asking: Asking,
    within: Within,
    *,
    on: date,
    delivered: Q | None = None,
    is_without_words: bool = False,
) -> Found:
    """Read the page with SQL; one query counts the districts and so the whole."""
    chosen = goods.narrowed(within.goods(), asking, on=on)
    if asking.reaches and delivered:
        chosen = chosen.filter(delivered)
    if within.has_districts:
        districts = count_districts(chosen)
        total = sum(d.count for d in districts if asking.district in ("", d.code))
        if asking.district:
            chosen = chosen.filter(partner__village__parent__code=asking.district)
    else:
        districts, total = [], chosen.count()
    start = (asking.page - 1) * PAGE_SIZE
    return Found(
        records=goods.page_of(chosen, asking.sort, on=on, start=start, size=PAGE_SIZE),
        total=total,
        districts=[d for d in districts if d.pk],
        is_without_words=is_without_words,
    )


def count_districts(chosen: QuerySet[StockRecord]) -> list[District]:
    """Count goods by district, by its name; goods without a village come with pk 0."""
    rows = (
        chosen.values_list(
            "partner__village__parent",
            "partner__village__parent__code",
            "partner__village__parent__name",
        )
        .annotate(count=Count("pk"))
        .order_by("partner__village__parent__name")
    )
    return [District(pk or 0, code or "", name or "", count) for pk, code, name, count in rows]


def find_by_words(asking: Asking, within: Within, *, on: date, delivered: Q | None = None) -> Found:
    """Ask the engine; raises SearchUnavailable."""
    districts = [
        District(d.pk, d.code, d.name, None)
        for d in (count_districts(within.goods()) if within.has_districts else [])
        if d.pk
    ]
    query = engine_query(asking, within, districts)
    if asking.reaches and delivered:
        return reaching(query, asking, delivered, districts)
    result = search.find(query)
    return Found(
        records=in_order(goods.on_show(), result.ids),
        total=min(result.total, DEEPEST_RESULT),
        districts=districts,
        suggestions=result.suggestions,
        is_loose=result.is_loose,
    )


def engine_query(asking: Asking, within: Within, districts: list[District]) -> Query:
    """Say an asking in the engine's terms; an unknown district finds nothing."""
    pks = {district.code: district.pk for district in districts}
    return Query(
        text=asking.words,
        filters=Filters(
            category=within.category,
            village=within.village,
            seller=within.seller,
            district=pks.get(asking.district, 0) if asking.district else None,
            price_from=asking.price_from,
            price_to=asking.price_to,
            in_season=asking.in_season,
            preorder={"po": True, "siap": False}.get(asking.readiness),
            delivery=Delivery(DELIVERIES[asking.delivery]) if asking.delivery else None,
        ),
        sort=ENGINE_SORTS[asking.sort],
        page=asking.page,
        page_size=PAGE_SIZE,
        locale=get_language() or "id",
    )


def reaching(query: Query, asking: Asking, delivered: Q, districts: list[District]) -> Found:
    """Keep of everything the engine finds what reaches the destination, then cut the page."""
    ids: list[int] = []
    is_loose = False
    for page in range(1, DEEPEST_RESULT // LARGEST_PAGE + 1):
        result = search.find(replace(query, page=page, page_size=LARGEST_PAGE))
        ids += result.ids
        is_loose = result.is_loose
        if len(ids) >= result.total or not result.ids:
            break
    kept = set(
        goods.on_show().filter(delivered, product__in=ids).values_list("product_id", flat=True)
    )
    ids = [pk for pk in ids if pk in kept]
    start = (asking.page - 1) * PAGE_SIZE
    return Found(
        records=in_order(goods.on_show(), ids[start : start + PAGE_SIZE]),
        total=len(ids),
        districts=districts,
        is_loose=is_loose,
    )


def in_order(records: QuerySet[StockRecord], ids: list[int]) -> list[StockRecord]:
    """Return the goods of these listings in the ids' order; what is gone meanwhile is left out."""
    by_product = {
        record.product_id: record for record in goods.with_cards(records.filter(product__in=ids))
    }
    return [by_product[pk] for pk in ids if pk in by_product]
