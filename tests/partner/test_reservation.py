from datetime import date

import pytest

from catalogue.models import ListingChange, Product
from shop.partner import reservation
from shop.partner.models import Partner, StockRecord
from tests import factories

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 23)


@pytest.fixture
def stockrecords() -> list[StockRecord]:
    """Two listings of one stall with ten units each."""
    stall = factories.partner()
    return [factories.listing(stall, stock=10).stockrecords.get() for _listing in range(2)]


def allocated() -> list[tuple[int, int]]:
    return list(StockRecord.objects.order_by("pk").values_list("num_in_stock", "num_allocated"))


def test_reserving_takes_from_every_listing(stockrecords):
    first, second = (stockrecord.pk for stockrecord in stockrecords)

    reservation.reserve({second: 10, first: 3})

    assert allocated() == [(10, 3), (10, 10)]
    assert ListingChange.objects.count() == 2


def test_the_first_listing_that_has_too_little_is_named(stockrecords):
    first, second = (stockrecord.pk for stockrecord in stockrecords)

    with pytest.raises(reservation.OutOfStock) as refused:
        reservation.reserve({first: 11, second: 11})

    assert refused.value.stockrecord_id == first


def test_releasing_gives_units_back_to_sale(stockrecords):
    quantity = {stockrecords[0].pk: 4}
    reservation.reserve(quantity)

    reservation.release(quantity)

    assert allocated() == [(10, 0), (10, 0)]


def test_consuming_takes_the_units_away(stockrecords):
    quantity = {stockrecords[0].pk: 4}
    reservation.reserve(quantity)

    reservation.consume(quantity)

    assert allocated() == [(6, 0), (10, 0)]


@pytest.mark.parametrize("move", [reservation.release, reservation.consume])
def test_what_was_not_reserved_can_not_be_moved(stockrecords, move):
    with pytest.raises(reservation.StockMismatch):
        move({stockrecords[0].pk: 1})

    assert allocated() == [(10, 0), (10, 0)]


@pytest.mark.parametrize("count", [0, -1])
def test_a_quantity_is_at_least_one(stockrecords, count):
    with pytest.raises(ValueError, match="at least 1"):
        reservation.reserve({stockrecords[0].pk: count})


@pytest.mark.parametrize(
    ("product", "partner", "price", "may"),
    [
        ({}, {}, 1_000, True),
        ({"state": "paused"}, {}, 1_000, False),
        ({}, {}, None, False),
        ({}, {"accepts_orders": False}, 1_000, False),
        ({}, {"closed_from": NOVEMBER}, 1_000, False),
        ({}, {"closed_from": NOVEMBER, "closed_to": NOVEMBER}, 1_000, False),
        ({}, {"closed_from": date(2026, 11, 24)}, 1_000, True),
        ({"season_mask": 0b1}, {}, 1_000, False),
        ({"season_mask": 0b100_0000_0000}, {}, 1_000, True),
    ],
)
def test_what_may_be_bought(product, partner, price, may):
    listing = Product(**({"state": "published"} | product))
    stockrecord = StockRecord(price=price, partner=Partner(**({"accepts_orders": True} | partner)))

    assert reservation.is_buyable(listing, stockrecord, NOVEMBER) is may
