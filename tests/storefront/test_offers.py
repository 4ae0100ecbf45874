"""What a listing's page and the basket say of wholesale, sizes, live terms and free delivery."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.season import month_bit
from shop.partner import animals, groups, wholesale
from shop.people.actors import SYSTEM
from shop.shipping import choices
from shop.shipping.models import CourierBand
from tests import factories

pytestmark = pytest.mark.django_db

TERMS = {
    "is_live": True,
    "dispatch_days": 0b0000101,
    "live_packing": "Kantong beroksigen",
    "endures_hours": 12,
    "dead_on_arrival": "replaced",
    "arrival_proof": "video",
    "arrival_hours": 6,
}


def text_of(path: str, client: Client | None = None) -> str:
    """Return a page's words, without tags."""
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    words = re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(words.split())


def test_the_page_lists_wholesale_prices():
    product = factories.shelved(factories.stall(), price=28_000, stock=50, unit="kg")
    assert "Harga grosir" not in text_of(product.get_absolute_url())
    wholesale.set_breaks(product, {5: 27_000, 20: 25_000}, by=SYSTEM)

    page = text_of(product.get_absolute_url())

    assert "Harga grosir mulai 5 kg Rp27.000 /kg mulai 20 kg Rp25.000 /kg" in page.replace(
        "Rp27.000/kg", "Rp27.000 /kg"
    ).replace("Rp25.000/kg", "Rp25.000 /kg")


def test_the_basket_says_how_near_the_next_price_is():
    product = factories.shelved(factories.stall(), price=28_000, stock=50, unit="kg")
    wholesale.set_breaks(product, {5: 27_000}, by=SYSTEM)
    client = Client()
    client.post(f"/keranjang/isi/{product.public_id}/", {"jumlah": "3"})
    assert "Tambah 2 lagi: Rp27.000/kg" in text_of("/keranjang/", client)
    client.post(f"/keranjang/isi/{product.public_id}/", {"jumlah": "2"})

    page = text_of("/keranjang/", client)

    assert "Rp27.000/kg" in page
    assert "Rp135.000" in page
    assert "lagi: Rp" not in page


def test_sizes_lead_to_each_other_with_price_and_sold_out():
    seller = factories.stall()
    small = factories.shelved(seller, title="Keripik 250 g", price=12_000)
    large = factories.shelved(seller, title="Keripik 500 g", price=22_000, stock=0)
    other = factories.shelved(seller, title="Emping", price=30_000)
    hidden = factories.shelved(seller, title="Keripik 1 kg", state="paused", is_public=False)
    group = groups.make_group(seller.partner, "Keripik singkong", by=SYSTEM)
    for product, choice in [(small, "250 g"), (large, "500 g"), (hidden, "1 kg")]:
        groups.join(product, group, choice, by=SYSTEM)

    answer = Client().get(small.get_absolute_url())

    chips = answer.context["choices"]
    assert [(c.name, c.url, c.price, c.text, c.is_current) for c in chips] == [
        ("250 g", small.get_absolute_url(), 12_000, "", True),
        ("500 g", large.get_absolute_url(), 22_000, "Habis", False),
    ]
    assert [card.title for card in answer.context["related"]] == ["Emping"]
    assert Client().get(other.get_absolute_url()).context["choices"] == []


def test_a_group_costs_no_query_more():
    seller = factories.stall()
    goods = [factories.shelved(seller) for _number in range(4)]
    counts = []
    for number in (0, 4):
        if number:
            group = groups.make_group(seller.partner, "Telur", by=SYSTEM)
            for at, product in enumerate(goods):
                groups.join(product, group, f"isi {at}", by=SYSTEM)
        Client().get(goods[0].get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            Client().get(goods[0].get_absolute_url())
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_one_animal_is_described():
    koi = factories.shelved(factories.stall(), stock=1, unit="ekor", **TERMS)
    animals.describe(
        koi, by=SYSTEM, sex="female", age_months=26, length_cm=42, variety="Kohaku", breeder="Hadi"
    )

    page = text_of(koi.get_absolute_url())

    for words in (
        "Dijual ekor ini",
        "Ras atau varietas Kohaku",
        "Jenis kelamin Betina",
        "Umur 2 tahun 2 bulan",
        "Panjang 42 cm",
        "Peternak Hadi",
    ):
        assert words in page


def test_nobody_is_told_to_store_an_animal():
    koi = factories.shelved(factories.stall(), unit="ekor", storage="hidup", **TERMS)
    eggs = factories.shelved(factories.stall(), storage="kulkas")

    page = text_of(koi.get_absolute_url())

    for words in ("Segar dan simpan", "Simpan Hidup", "Sepanjang tahun"):
        assert words not in page
    assert "Ukuran dan berat" in page
    assert "Segar dan simpan" in text_of(eggs.get_absolute_url())


def test_live_terms_stand_before_the_basket_button_and_in_the_basket():
    koi = factories.shelved(factories.stall(), unit="ekor", **TERMS)
    page = text_of(koi.get_absolute_url())
    terms = (
        "Pengiriman hewan hidup Hari kirim Senin, Rabu Kemasan Kantong beroksigen "
        "Tahan di jalan 12 jam "
        "Kalau mati saat tiba Diganti, biaya ditanggung penjual. "
        "Bukti: foto, dan kalau diminta video saat membuka kemasan. "
        "Lapor paling lambat 6 jam setelah tiba."
    )
    assert terms in page
    assert page.index(terms) < page.index("+ Keranjang")
    client = Client()
    client.post(f"/keranjang/isi/{koi.public_id}/", {"jumlah": "1"})
    assert "Dikirim Senin, Rabu. Mati saat tiba: Diganti" in text_of("/keranjang/", client)


def test_live_goods_that_are_only_fetched_speak_of_no_way():
    goat = factories.shelved(factories.stall(), **TERMS, allows_village_courier=False)
    assert "Pengiriman hewan hidup" not in text_of(goat.get_absolute_url())


def test_a_video_is_a_plain_link_that_loads_nothing():
    product = factories.shelved(factories.stall(), video_url="https://youtu.be/abc")
    response = Client().get(product.get_absolute_url()).content.decode()
    assert 'href="https://youtu.be/abc" rel="nofollow noopener noreferrer"' in response
    assert response.count("youtu.be") == 1
    assert "Video di YouTube, memakai kuota" in response
    assert "<iframe" not in response
    strange = factories.shelved(factories.stall(), video_url="https://contoh.id/film")
    assert "contoh.id/film" not in Client().get(strange.get_absolute_url()).content.decode()


def test_free_village_delivery_is_said_and_given():
    CourierBand.objects.create(max_km=10, fee=8_000, days=1)
    seller = factories.stall()
    choices.offer(seller.partner, "village_courier", by=SYSTEM, radius_km=10, free_above=100_000)
    product = factories.shelved(seller, price=40_000)
    to = "?ke=35.05.04.2007"
    page = text_of(f"{product.get_absolute_url()}{to}")
    assert "Gratis antar kurir desa mulai belanja Rp100.000 di lapak ini." in page
    assert "Rp8.000" in page
    client = Client()
    client.post(f"/keranjang/isi/{product.public_id}/", {"jumlah": "2"})
    basket = text_of(f"/keranjang/{to}", client)
    assert "Gratis antar kurir desa mulai Rp100.000, kurang Rp20.000 lagi." in basket
    client.post(f"/keranjang/isi/{product.public_id}/", {"jumlah": "1"})
    basket = text_of(f"/keranjang/{to}", client)
    assert "Diantar kurir desa: gratis." in basket
    assert "Rp8.000" not in basket


def test_season_comes_and_goes_by_itself_and_says_when():
    month = timezone.localdate().month
    next_month = month % 12 + 1
    seller = factories.stall()
    product = factories.shelved(seller, title="Durian", season_mask=month_bit(next_month))
    said = "perkiraan ada lagi"
    for path in (product.get_absolute_url(), f"/lapak/{seller.slug}/", "/belanja/"):
        page = Client().get(path).content.decode()
        assert said in page, path
        assert "/keranjang/isi/" not in page
    answer = Client().post(f"/keranjang/isi/{product.public_id}/", {"jumlah": "1"})
    assert answer.status_code == 409
    type(product).objects.filter(pk=product.pk).update(season_mask=month_bit(month))
    page = Client().get(product.get_absolute_url()).content.decode()
    assert said not in page
    assert "/keranjang/isi/" in page


def test_the_season_is_told_once():
    product = factories.shelved(
        factories.stall(), season_mask=month_bit(timezone.localdate().month), facts={"musim": "Nov"}
    )
    labels = re.findall(
        r"<dt[^>]*>Musim</dt>", Client().get(product.get_absolute_url()).content.decode()
    )
    assert len(labels) == 1
