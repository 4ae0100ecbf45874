"""Many prices and stocks on one screen: good rows are saved, what changed meanwhile is not lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop.history.models import Event
from shop.partner import listings, reservation
from shop.partner.models import StockRecord
from shop.people.actors import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/lapak-saya/bu-sri/produk/harga-stok/"


@pytest.fixture
def seller():
    return factories.stall(slug="bu-sri")


@pytest.fixture
def owner(client, seller):
    person = factories.works_in(seller)
    client.force_login(person)
    return person


def sheet(client) -> dict:
    """The form as the page brings it."""
    rows = client.get(PAGE).context["rows"]
    return {
        name: value
        for row in rows
        for name, value in (
            (f"price-{row.public_id}", row.price),
            (f"stock-{row.public_id}", row.stock),
            (f"seen-{row.public_id}", row.seen_word),
        )
    }


def figures(product) -> tuple:
    record = StockRecord.objects.get(product=product)
    return record.rupiah, record.num_in_stock


def test_only_what_was_changed_is_written(client, seller, owner):
    eggs, milk = factories.shelved(seller), factories.shelved(seller)
    answers = sheet(client) | {f"price-{eggs.public_id}": "26.500"}

    answer = client.post(PAGE, answers)
    assert answer.url == PAGE == reverse("desk:listing_figures", args=["bu-sri"])
    assert figures(eggs) == (26_500, 10)
    assert figures(milk) == (25_000, 10)
    assert list(Event.objects.about(eggs, milk).values_list("verb", "person_id")) == [
        ("listing.priced", owner.pk)
    ]


def test_untouched_rows_cost_no_questions(client, seller, owner):
    factories.shelved(seller)
    few = sheet(client)
    with CaptureQueriesContext(connection) as asked_for_one:
        client.post(PAGE, few)
    for _number in range(5):
        factories.shelved(seller)
    many = sheet(client)
    with CaptureQueriesContext(connection) as asked_for_six:
        client.post(PAGE, many)
    assert len(asked_for_six) == len(asked_for_one)


def test_good_rows_are_saved_and_wrong_ones_keep_what_was_typed(client, seller, owner):
    eggs, milk, rice = (factories.shelved(seller) for _number in range(3))
    answers = sheet(client) | {
        f"price-{eggs.public_id}": "26500",
        f"price-{milk.public_id}": "murah",
        f"price-{rice.public_id}": "0",
        f"stock-{rice.public_id}": "5",
    }
    answer = client.post(PAGE, answers)
    assert answer.status_code == 422
    assert (figures(eggs), figures(milk), figures(rice)) == (
        (26_500, 10),
        (25_000, 10),
        (25_000, 10),
    )
    rows = {row.public_id: row for row in answer.context["rows"]}
    assert rows[milk.public_id].price == "murah"
    assert rows[milk.public_id].errors == {"price": "Tulis rupiah bulat, misalnya 28000."}
    assert list(rows[rice.public_id].errors) == ["price"]
    assert rows[rice.public_id].stock == "5"
    assert rows[eggs.public_id].errors == {}


def test_what_an_order_took_meanwhile_is_not_overwritten(client, seller, owner):
    eggs = factories.shelved(seller)
    answers = sheet(client) | {f"stock-{eggs.public_id}": "12"}
    record = eggs.stockrecords.get()
    reservation.reserve({record.pk: 4})
    reservation.consume({record.pk: 4})

    answer = client.post(PAGE, answers)
    assert answer.status_code == 422
    assert figures(eggs) == (25_000, 6)
    (row,) = answer.context["rows"]
    assert row.stock == "12"
    assert row.errors["stock"].endswith("Sekarang: Rp25.000, stok 6.")

    # pressing again, now that she saw it, means it
    answers |= {f"seen-{eggs.public_id}": row.seen_word}
    assert client.post(PAGE, answers).status_code == 302
    assert figures(eggs) == (25_000, 12)


def test_another_tabs_price_is_not_overwritten_and_an_untouched_field_is_no_conflict(
    client, seller, owner
):
    eggs, milk = factories.shelved(seller), factories.shelved(seller)
    answers = sheet(client) | {
        f"price-{eggs.public_id}": "26500",
        f"stock-{milk.public_id}": "8",
    }
    listings.set_price(eggs, 30_000, by=SYSTEM)
    listings.set_price(milk, 31_000, by=SYSTEM)

    assert client.post(PAGE, answers).status_code == 422
    assert figures(eggs) == (30_000, 10)
    assert figures(milk) == (31_000, 8)


@pytest.mark.parametrize("seen", ["25000:" + "9" * 5_000, "9" * 5_000 + ":10", "²:10", ":"])
def test_what_can_not_have_been_shown_counts_as_what_is_there(client, seller, owner, seen):
    eggs = factories.shelved(seller)
    answers = sheet(client) | {f"stock-{eggs.public_id}": "12", f"seen-{eggs.public_id}": seen}

    assert client.post(PAGE, answers).status_code == 302
    assert figures(eggs) == (25_000, 12)


def test_less_than_is_ordered_is_refused_with_the_number(client, seller, owner):
    eggs = factories.shelved(seller)
    reservation.reserve({eggs.stockrecords.get().pk: 4})
    answer = client.post(PAGE, sheet(client) | {f"stock-{eggs.public_id}": "3"})
    (row,) = answer.context["rows"]
    assert "4" in row.errors["stock"]
    assert figures(eggs) == (25_000, 10)


def test_another_stalls_rows_are_not_touched(client, seller, owner):
    other = factories.shelved(factories.stall())
    client.post(
        PAGE,
        {
            f"price-{other.public_id}": "1",
            f"stock-{other.public_id}": "1",
            f"seen-{other.public_id}": "25000:10",
        },
    )
    assert figures(other) == (25_000, 10)


def test_the_screen_costs_the_same_queries_for_any_number(
    client, seller, owner, django_assert_max_num_queries
):
    for _number in range(20):
        factories.shelved(seller)
    with django_assert_max_num_queries(10):
        client.get(PAGE)
