from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from shop.basket import lines
from shop.basket.models import Basket, Line
from shop.partner.models import StockRecord
from tests import factories

pytestmark = pytest.mark.django_db
BAD = [0, -1, "0", "-1", "1.5", "1,5", "NaN", "1e3", "", " ", "satu", "٣x", "9" * 40]


def contents(basket) -> dict[int, int]:
    return dict(Line.objects.filter(basket=basket).values_list("product_id", "quantity"))


def test_adding_twice_makes_one_line_with_the_sum():
    basket, egg = factories.basket(), factories.listing(price=53_000)

    lines.add(basket, egg, 2)
    line = lines.add(basket, egg, "3")

    assert contents(basket) == {egg.pk: 5}
    assert (line.quantity, line.price_excl_tax) == (5, 53_000)


def test_a_new_basket_is_saved_by_its_first_line_only():
    basket, closed = Basket(), factories.listing(factories.partner(accepts_orders=False))

    with pytest.raises(lines.NotForSale):
        lines.add(basket, closed, 1)
    assert Basket.objects.count() == 0

    lines.add(basket, factories.listing(), 1)
    assert Basket.objects.get() == basket


@pytest.mark.parametrize("quantity", BAD)
def test_a_bad_quantity_changes_nothing(quantity):
    basket, egg = factories.basket(), factories.listing()
    line = lines.add(basket, egg, 2)

    with pytest.raises(lines.BadQuantity), translation.override("id"):
        lines.add(basket, egg, quantity)
    with pytest.raises(lines.BadQuantity):
        lines.set_quantity(line, quantity)

    assert contents(basket) == {egg.pk: 2}


@pytest.mark.parametrize("quantity", [11, 10**12, "1000000000000"])
def test_more_than_is_there_says_what_is_left(quantity):
    basket, egg = factories.basket(), factories.listing(stock=10, unit="tray")

    with pytest.raises(lines.TooMany) as refusal:
        lines.add(basket, egg, quantity)

    assert refusal.value.available == 10
    assert contents(basket) == {}


def test_what_lies_in_the_basket_counts_towards_the_stock():
    basket, egg = factories.basket(), factories.listing(stock=10)
    lines.add(basket, egg, 8)

    with pytest.raises(lines.TooMany):
        lines.add(basket, egg, 3)

    assert contents(basket) == {egg.pk: 8}


def test_allocated_units_are_not_there_to_buy():
    egg = factories.listing(stock=10)
    StockRecord.objects.update(num_allocated=4)

    with pytest.raises(lines.TooMany) as refusal:
        lines.add(factories.basket(), egg, 7)

    assert refusal.value.available == 6


def test_the_minimum_is_enforced():
    basket, box = factories.basket(), factories.listing(min_quantity=5)

    with pytest.raises(lines.TooFew) as refusal:
        lines.add(basket, box, 4)
    assert refusal.value.minimum == 5

    line = lines.add(basket, box, 5)
    with pytest.raises(lines.TooFew):
        lines.set_quantity(line, 4)
    assert contents(basket) == {box.pk: 5}


@pytest.mark.parametrize(
    ("partner_fields", "listing_fields", "why"),
    [
        ({"accepts_orders": False}, {}, "closed"),
        ({"closed_from": date(2020, 1, 1)}, {}, "closed"),
        ({}, {"state": "paused", "is_public": False}, "gone"),
        ({}, {"price": None}, "gone"),
        ({}, {"stock": 0}, "sold_out"),
        ({}, {"stock": 4, "min_quantity": 5}, "sold_out"),
    ],
)
def test_what_is_not_for_sale_is_refused_by_name(partner_fields, listing_fields, why):
    product = factories.listing(factories.partner(**partner_fields), **listing_fields)

    with pytest.raises(lines.NotForSale) as refusal:
        lines.add(factories.basket(), product, 5)

    assert refusal.value.why == why
    assert Line.objects.count() == 0


def test_out_of_season_says_from_which_month():
    now = timezone.localdate().month
    product = factories.listing(season_mask=1 << (now % 12))

    with pytest.raises(lines.NotForSale) as refusal:
        lines.add(factories.basket(), product, 1)

    assert refusal.value.why == "out_of_season"


def test_a_holiday_says_the_day_after_its_last_day():
    today = timezone.localdate()
    owner = factories.partner(closed_from=today, closed_to=today + timedelta(days=1))

    with pytest.raises(lines.NotForSale) as refusal, translation.override("en"):
        lines.add(factories.basket(), factories.listing(owner), 1)

    opens = today + timedelta(days=2)
    assert f"{opens:%A} {opens.day}" in str(refusal.value)


def test_an_ordered_basket_takes_no_more():
    basket, egg = factories.basket(), factories.listing()
    line = lines.add(basket, egg, 2)
    Basket.objects.update(status=Basket.SUBMITTED)

    with pytest.raises(lines.AlreadyOrdered):
        lines.add(basket, egg, 1)
    with pytest.raises(lines.AlreadyOrdered):
        lines.set_quantity(line, 1)
    with pytest.raises(lines.AlreadyOrdered):
        lines.remove(line)

    assert contents(basket) == {egg.pk: 2}


def test_removing_twice_is_no_error():
    basket = factories.basket()
    line = lines.add(basket, factories.listing(), 2)

    lines.remove(line)
    lines.remove(line)

    assert contents(basket) == {}


def test_parts_are_one_per_stall_with_the_price_of_today(django_assert_num_queries):
    first, second = factories.partner("A"), factories.partner("B")
    basket = factories.basket()
    eggs = [factories.listing(first, price=10_000) for _number in range(5)]
    for egg in [*eggs, factories.listing(second, price=7_000)]:
        lines.add(basket, egg, 2)
    StockRecord.objects.filter(product=eggs[0]).update(price=12_000)

    with django_assert_num_queries(1):
        parts = lines.group(basket)

    assert [(part.partner.name, part.goods) for part in parts] == [("A", 104_000), ("B", 14_000)]
    assert [notice.kind for notice in parts[0].lines[0].notices] == ["price"]


def test_what_cannot_be_ordered_now_stays_but_counts_nothing():
    today = timezone.localdate()
    basket = factories.basket()
    closed, short, few = factories.partner("A"), factories.partner("B"), factories.partner("C")
    for owner in (closed, short, few):
        lines.add(basket, factories.listing(owner, price=1_000, stock=10), 4)
    closed.closed_from = today
    closed.save()
    StockRecord.objects.filter(partner=short).update(num_in_stock=3)
    few.stockrecords.get().product.__class__.objects.filter(stockrecords__partner=few).update(
        min_quantity=5
    )

    parts = lines.group(basket)

    assert [part.goods for part in parts] == [0, 3_000, 0]
    assert [part.lines[0].notices[0].kind for part in parts] == ["closed", "fewer", "too_few"]
    assert parts[0].notices[0].is_stopping
