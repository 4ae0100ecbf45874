"""Requests that no browser of a buyer sends: refused in words, with nothing changed."""

import pytest

from catalogue.models import Product
from shop.basket.models import Basket
from shop.checkout.models import Draft
from shop.images.uploads import LARGEST_BODY
from tests import factories

pytestmark = pytest.mark.django_db
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def is_refused(page) -> bool:
    return page.status_code == 400 and "Permintaan itu tidak terbaca" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/akun/pesanan/%00/",
        "/pesanan/%00/",
        "/tanya/a%00b/",
        "/cari/?q=telur%00",
        "/keranjang/?%00=1",
        "/checkout/alamat/?ke=%00",
    ],
)
def test_a_nul_byte_in_an_address_is_refused(client, address):
    client.force_login(factories.person(), backend="django.contrib.auth.backends.ModelBackend")

    assert is_refused(client.get(address))


@pytest.mark.parametrize("cookie", ["sesi", "keranjang", "messages"])
def test_a_nul_byte_in_a_cookie_is_refused(client, cookie):
    assert is_refused(client.get("/keranjang/", HTTP_COOKIE=rf'{cookie}="\000abcdefgh"'))


@pytest.fixture
def product() -> Product:
    return factories.shelved(factories.stall())


def test_a_nul_byte_in_a_form_changes_nothing(client, product):
    client.post(
        f"/keranjang/isi/{product.public_id}/", {"jumlah": "1", "x": "\0"}, headers=SAME_ORIGIN
    )
    assert Basket.objects.count() == 0

    client.post(f"/keranjang/isi/{product.public_id}/", {"jumlah": "1"}, headers=SAME_ORIGIN)
    page = client.post("/checkout/alamat/", {"name": "Sari\0", "note-1": "\0"})

    assert is_refused(page)
    assert Draft.objects.count() == 0


def test_ten_thousand_and_more_fields_are_refused(client, product):
    fields = {f"f{number}": "1" for number in range(10_001)}

    assert is_refused(client.post(f"/keranjang/isi/{product.public_id}/", fields))


def test_a_body_beyond_all_forms_is_refused(client, product):
    page = client.post(
        f"/keranjang/isi/{product.public_id}/",
        "jumlah=" + "1" * 2_500_001,
        content_type="application/x-www-form-urlencoded",
        headers=SAME_ORIGIN,
    )

    assert is_refused(page)


def test_a_file_beyond_all_pictures_is_refused_before_it_is_read(client, product):
    page = client.post(
        f"/keranjang/isi/{product.public_id}/",
        {"jumlah": "1"},
        headers=SAME_ORIGIN,
        CONTENT_LENGTH=str(LARGEST_BODY + 1),
    )

    assert is_refused(page)
    assert Basket.objects.count() == 0


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_forms_address_opened_without_the_form_leads_to_its_page(client, product, prefix):
    listing = client.get(f"{prefix}/keranjang/isi/{product.public_id}/")
    basket = client.get(f"{prefix}/keranjang/ubah/1/")

    assert listing.url == f"{prefix}/produk/{product.public_id}/"
    assert basket.url == f"{prefix}/keranjang/"
    assert Basket.objects.count() == 0
