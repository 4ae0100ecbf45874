import pytest

from shop.basket import lines
from shop.basket.parts import group
from shop.partner import listings, wholesale
from shop.people.actors import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rice():
    """Rice of Rp14.000: Rp13.000 from 10, Rp12.000 from 50; 60 are there."""
    product = factories.listing(price=14_000, stock=60)
    wholesale.set_breaks(product, {10: 13_000, 50: 12_000}, by=SYSTEM)
    return product


def shown(basket):
    basket._lines = None
    return group(basket)[0].lines[0]


@pytest.mark.parametrize(
    ("quantity", "price", "total"),
    [(9, 14_000, 126_000), (10, 13_000, 130_000), (50, 12_000, 600_000)],
)
def test_the_basket_asks_the_price_of_the_quantity(rice, quantity, price, total):
    basket = factories.basket()
    lines.add(basket, rice, quantity)

    line = shown(basket)

    assert (line.price, line.total, list(line.notices)) == (price, total, [])
    assert basket.total_incl_tax == total


def test_another_quantity_is_no_change_of_price(rice):
    basket = factories.basket()
    line = lines.add(basket, rice, 2)
    lines.add(basket, rice, 8)
    assert (shown(basket).price, list(shown(basket).notices)) == (13_000, [])

    lines.set_quantity(basket.lines.get(), 3)

    assert (shown(basket).price, list(shown(basket).notices)) == (14_000, [])
    assert line.pk == basket.lines.get().pk


def test_another_wholesale_price_is_told(rice):
    basket = factories.basket()
    lines.add(basket, rice, 10)

    wholesale.set_breaks(rice, {10: 13_500}, by=SYSTEM)

    line = shown(basket)
    assert (line.price, [notice.kind for notice in line.notices]) == (13_500, ["price"])


def test_fewer_than_wanted_cost_the_price_of_those_that_are_there(rice):
    basket = factories.basket()
    lines.add(basket, rice, 10)
    listings.set_stock(rice, 8, by=SYSTEM)

    line = shown(basket)

    assert (line.takes, line.price, line.total) == (8, 14_000, 112_000)
    assert [notice.kind for notice in line.notices] == ["fewer", "price"]


@pytest.mark.parametrize(("quantity", "least"), [(4, None), (5, 10), (9, 10), (24, None), (25, 50)])
def test_the_next_step_is_told_when_it_is_near(rice, quantity, least):
    basket = factories.basket()
    lines.add(basket, rice, quantity)

    step = shown(basket).step

    assert (step and step.min_quantity) == least
