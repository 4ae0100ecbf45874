"""Many buyers of the last units at the same moment: never oversold, never wrongly refused."""

import random

import pytest
from django.db import connection, transaction

from shop.order.models import Order
from shop.partner import reservation
from shop.partner.models import StockRecord
from tests import factories
from tests.concurrency.buying import buy, fill, judge, leftovers, open_shop, ordered
from tests.concurrency.racing import RACERS, race, rounds


def shelves(count: int, *, wanted: range) -> list[tuple]:
    """Return listings with too little for all, or just enough, and what each racer wants."""
    stall, chance = factories.partner(), random.Random(7)
    found = []
    for _round in range(count):
        counts = [chance.choice(wanted) for _racer in range(RACERS)]
        stock = chance.randint(max(counts), sum(counts))
        found.append((factories.listing(stall, stock=stock), counts))
    return found


def test_the_last_unit_is_reserved_once(each_database):
    goods = shelves(rounds(100), wanted=range(1, 2))
    StockRecord.objects.update(num_in_stock=1)

    results = race(reserve, [entries_of(listing, counts) for listing, counts in goods])

    for (listing, counts), outcomes in zip(goods, results, strict=True):
        assert judge(listing, counts, outcomes) == 1


def test_reservations_of_any_size_never_oversell(each_database):
    goods = shelves(rounds(100), wanted=range(1, 6))

    results = race(reserve, [entries_of(listing, counts) for listing, counts in goods])

    for (listing, counts), outcomes in zip(goods, results, strict=True):
        judge(listing, counts, outcomes)


def test_without_the_guard_the_same_race_oversells(each_database, monkeypatch):
    """Oscar's own way: read, decide, allocate. The CHECK is gone, no transaction hides it."""
    drop_check("stock_allocated_within_stock", monkeypatch)
    goods = shelves(rounds(50), wanted=range(1, 2))
    StockRecord.objects.update(num_in_stock=1)

    race(allocate, [entries_of(listing, counts) for listing, counts in goods])

    oversold = [record for record in StockRecord.objects.all() if record.net_stock_level < 0]
    assert oversold


def test_as_many_orders_are_placed_as_there_are_units(each_database):
    open_shop()
    goods = shelves(rounds(8), wanted=range(1, 2))

    results = race(buy, [goods_of(listing, counts) for listing, counts in goods], prepare=fill)

    for (listing, counts), outcomes in zip(goods, results, strict=True):
        stock = listing.stockrecords.get().num_in_stock
        assert judge(listing, counts, outcomes) == min(stock, RACERS) == ordered(listing)
    assert set(leftovers().values()) == {0}


def test_orders_of_any_size_never_oversell(each_database):
    open_shop()
    goods = shelves(rounds(8), wanted=range(1, 6))

    results = race(buy, [goods_of(listing, counts) for listing, counts in goods], prepare=fill)

    for (listing, counts), outcomes in zip(goods, results, strict=True):
        assert judge(listing, counts, outcomes) == ordered(listing)
    assert set(leftovers().values()) == {0}


def test_orders_of_the_same_goods_in_opposite_order_all_succeed(each_database):
    open_shop()
    goods = [factories.listing(stock=10_000) for _listing in range(4)]
    baskets = [[(listing, 1) for listing in goods], [(listing, 1) for listing in goods[::-1]]]
    entries = [[baskets[racer % 2] for racer in range(RACERS)] for _round in range(rounds(8))]

    results = race(buy, entries, prepare=fill)

    outcomes = [outcome for outcomes in results for outcome in outcomes]
    assert {(outcome.error, outcome.text) for outcome in outcomes} == {("", "")}
    assert Order.objects.count() == len(outcomes)
    assert {ordered(listing) for listing in goods} == {len(outcomes)}


@pytest.mark.postgresql
def test_reserving_in_the_order_of_the_basket_would_deadlock(postgres_database):
    first, second = (factories.listing(stock=10_000).stockrecords.get().pk for _listing in "ab")
    entries = [[(first, second), (second, first)]]

    assert any(
        "deadlock detected" in outcome.text
        for _attempt in range(rounds(50))
        for outcome in race(reserve_unsorted, entries)[0]
    )


def drop_check(name: str, monkeypatch) -> None:
    """Take a constraint off the table of stock records."""
    every = StockRecord._meta.constraints
    with monkeypatch.context() as patch, connection.schema_editor() as editor:
        # SQLite makes the table anew from what the model says.
        patch.setattr(StockRecord._meta, "constraints", [c for c in every if c.name != name])
        editor.remove_constraint(StockRecord, next(c for c in every if c.name == name))


def entries_of(listing, counts):
    return [(listing.stockrecords.get().pk, count) for count in counts]


def goods_of(listing, counts):
    return [[(listing, count)] for count in counts]


@transaction.atomic
def reserve(entry) -> None:
    stockrecord_id, count = entry
    reservation.reserve({stockrecord_id: count})


def allocate(entry) -> None:
    stockrecord_id, count = entry
    record = StockRecord.objects.get(pk=stockrecord_id)
    if record.net_stock_level < count:
        raise reservation.OutOfStock(stockrecord_id)
    record.allocate(count)


@transaction.atomic
def reserve_unsorted(stockrecord_ids) -> None:
    for stockrecord_id in stockrecord_ids:
        reservation.reserve({stockrecord_id: 1})
