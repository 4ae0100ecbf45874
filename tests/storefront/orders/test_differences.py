"""A small weighing difference on the order page: back to the buyer, or left to the seller."""

import pytest

from shop.order import links, states
from shop.payment.models import Refund
from tests.payment.money import STAFF, paid_order
from tests.storefront.orders.test_order_page import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(db) -> str:
    """The page of an order whose goods weigh a little less: Rp2.500 come back."""
    order = paid_order()
    [part] = order.seller_orders.all()
    part.lines.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
    states.accept(part, by=STAFF)
    states.weigh(part, {part.lines.get().pk: 1_900}, by=STAFF)
    return f"/pesanan/{links.mint(order)}/"


@pytest.mark.parametrize(
    ("choice", "state", "said"),
    [
        ("give", "given", "Selisih ini Anda berikan ke penjual."),
        ("back", "needs_account", "Isi rekening"),
    ],
)
def test_the_buyer_chooses_on_the_order_page(client, address, choice, state, said):
    refund = Refund.objects.get()
    page = text_of(client.get(address))
    assert "Rp2.500" in page
    assert "Berikan ke penjual" in page

    answer = client.post(f"{address}selisih/{refund.pk}/", {"choice": choice}, follow=True)

    refund.refresh_from_db()
    assert (refund.state, refund.gift_until) == (state, None)
    assert said in text_of(answer)
    assert "Berikan ke penjual" not in text_of(answer)


def test_a_second_choice_is_refused_in_words(client, address):
    refund = Refund.objects.get()
    for _twice in range(2):
        answer = client.post(f"{address}selisih/{refund.pk}/", {"choice": "give"}, follow=True)
    assert "Ini sudah tidak bisa dilakukan." in text_of(answer)


def test_nonsense_and_other_orders_refunds_are_not_found(client, address):
    refund = Refund.objects.get()
    other = f"/pesanan/{links.mint(paid_order())}/"
    assert client.post(f"{address}selisih/{refund.pk}/", {"choice": "x"}).status_code == 404
    assert client.post(f"{other}selisih/{refund.pk}/", {"choice": "give"}).status_code == 404
    assert client.get(f"{address}selisih/{refund.pk}/").status_code == 302
