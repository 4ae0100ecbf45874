"""The basket's page and forms: what is refused, kept, proven."""

import pytest
from django.test import Client

from shop.basket.models import Basket, Line
from shop.partner.models import StockRecord
from tests import factories

pytestmark = pytest.mark.django_db


def put(client: Client, product, quantity="1", **extra):
    """Post a listing's form."""
    return client.post(f"/keranjang/isi/{product.public_id}/", {"jumlah": quantity, **extra})


def test_first_goods_start_a_basket_in_a_signed_cookie():
    client, product = Client(), factories.shelved(factories.stall())
    response = put(client, product, "2", ke="35.05.04.2007")
    assert (response.status_code, response["Location"]) == (
        302,
        "/keranjang/?ke=35.05.04.2007",
    )
    line = Line.objects.get()
    assert (line.product, line.quantity) == (product, 2)
    assert client.cookies["keranjang"].value.startswith(f"{line.basket_id}:")


@pytest.mark.parametrize(
    "quantity", ["0", "-1", "1.5", "NaN", "", "1e3", "99999999999999999999", "11"]
)
def test_bad_quantity_is_refused_with_words_and_nothing_changes(quantity):
    client, product = Client(), factories.shelved(factories.stall(), stock=10)
    response = put(client, product, quantity)
    assert response.status_code == 409
    assert response.context["refusal"]
    assert not Basket.objects.exists()
    assert "keranjang" not in client.cookies


def test_empty_basket_is_a_page_without_cookie_or_row():
    client = Client()
    response = client.get("/keranjang/")
    assert response.status_code == 200
    assert not response.cookies
    assert not Basket.objects.exists()
    assert 'href="/belanja/"' in response.content.decode()


def test_lines_change_step_by_step_by_typing_and_go():
    client, product = Client(), factories.shelved(factories.stall(), stock=10)
    put(client, product, "2")
    line = Line.objects.get()
    change = f"/keranjang/ubah/{line.pk}/"
    for data, expected in [
        ({"jumlah": "2", "step": "1"}, 3),
        ({"jumlah": "3", "step": "-1"}, 2),
        ({"jumlah": "7"}, 7),
        ({"jumlah": "11"}, 7),
        ({"jumlah": "0"}, 7),
        ({"jumlah": "abc", "step": "1"}, 7),
    ]:
        assert client.post(change, data)["Location"] == "/keranjang/"
        line.refresh_from_db()
        assert line.quantity == expected, data
    client.post(change, {"hapus": "1", "jumlah": "7"})
    assert not Line.objects.exists()


def test_somebody_elses_line_is_not_found_and_stays():
    owner, stranger = Client(), Client()
    product = factories.shelved(factories.stall())
    put(owner, product, "2")
    line = Line.objects.get()
    put(stranger, factories.shelved(factories.stall()))
    for client in (stranger, Client()):
        for data in ({"jumlah": "9"}, {"hapus": "1"}):
            assert client.post(f"/keranjang/ubah/{line.pk}/", data).status_code == 404
    line.refresh_from_db()
    assert line.quantity == 2


def test_price_comes_from_the_stock_record_and_a_rise_is_said():
    client, product = Client(), factories.shelved(factories.stall(), price=20_000)
    put(client, product, "2", price="1", harga="1")
    assert client.get("/keranjang/").context["goods"] == 40_000
    StockRecord.objects.filter(product=product).update(price=21_000)
    response = client.get("/keranjang/")
    assert response.context["goods"] == 42_000
    page = response.content.decode()
    assert "Rp20.000" in page
    assert "Rp21.000" in page


def test_sold_out_line_is_kept_and_counts_nothing():
    client = Client()
    kept, gone = (factories.shelved(factories.stall(), price=10_000) for _number in range(2))
    put(client, kept)
    put(client, gone)
    StockRecord.objects.filter(product=gone).update(num_in_stock=0)
    response = client.get("/keranjang/")
    assert response.context["goods"] == 10_000
    assert response.context["lines"] == 2
    assert response.context["can_go_on"]


def test_long_basket_is_paged_with_one_total():
    client, seller = Client(), factories.stall()
    for _number in range(13):
        put(client, factories.shelved(seller, price=1_000))
    first, second = client.get("/keranjang/"), client.get("/keranjang/?hal=2")
    assert first.content.count(b'class="item"') == 10
    assert second.content.count(b'class="item"') == 3
    assert first.context["goods"] == second.context["goods"] == 13_000


def test_form_proves_its_origin_by_header_by_origin_or_by_a_token_page():
    product = factories.shelved(factories.stall(), stock=50)
    path = f"/keranjang/isi/{product.public_id}/"
    strict = Client(enforce_csrf_checks=True)
    ours = {"Sec-Fetch-Site": "same-origin"}
    origin = {"Origin": "http://testserver"}
    assert strict.post(path, {"jumlah": "1"}, headers=ours).status_code == 302
    assert strict.post(path, {"jumlah": "1"}, headers=origin).status_code == 302
    for headers in (
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", **origin},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ):
        refused = strict.post(path, {"jumlah": "1"}, headers=headers)
        assert refused.status_code == 403, headers
        assert refused.context["fields"] == [("jumlah", "1")]
    assert Line.objects.get().quantity == 2
    token = refused.context["csrf_token"]
    again = strict.post(path, {"jumlah": "1", "csrfmiddlewaretoken": str(token)})
    assert again.status_code == 302
    assert Line.objects.get().quantity == 3


def test_delivery_reach_is_said_for_the_destination():
    client = Client()
    seller = factories.stall(factories.partner(methods=("pickup", "village_courier")))
    put(client, factories.shelved(seller))
    response = client.get("/keranjang/?ke=31.71.01.1001")
    assert response.context["stalls"][0].not_delivered
    assert 'lang="id"' in response.content.decode()
