"""What lists of goods show: filters, order, pages, words, destinations, states."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.season import month_bit
from search.engines import current
from shop.partner.models import Partner
from shop.shipping.models import ArrangementZone, CourierBand, ParcelTariff, PartnerDelivery
from shop.storefront.asking import Asking
from tests import factories

pytestmark = pytest.mark.django_db

NEAR, FAR = "35.05.04.2007", "31.71.01.1001"


def titles(path: str, status: int = 200) -> list[str]:
    """Return the titles on a list's page, in their order."""
    response = Client().get(path)
    assert response.status_code == status, path
    return [card.title for card in response.context["cards"]]


def test_cheapest_comes_first_and_what_cannot_be_bought_comes_last():
    seller = factories.stall()
    factories.shelved(seller, title="Mahal", price=9_000)
    factories.shelved(seller, title="Murah", price=1_000)
    factories.shelved(seller, title="Habis", price=500, stock=0)
    assert titles("/belanja/?urut=murah") == ["Murah", "Mahal", "Habis"]


def test_price_per_kilogram_compares_packs_and_leaves_pieces_last():
    seller = factories.stall()
    factories.shelved(seller, title="Kecil", price=6_000, net_amount=250)
    factories.shelved(seller, title="Besar", price=20_000, net_amount=1_000)
    factories.shelved(seller, title="Butir", price=100, net_amount=10, net_measure="pcs")
    assert titles("/belanja/?urut=per-kg") == ["Besar", "Kecil", "Butir"]


def test_filters_narrow_by_price_readiness_season_delivery_and_district():
    seller = factories.stall()
    now = month_bit(timezone.localdate().month)
    later = month_bit((timezone.localdate() + timedelta(days=62)).month)
    factories.shelved(seller, title="Kini", price=10_000, season_mask=now)
    factories.shelved(seller, title="Nanti", price=30_000, season_mask=later, allows_pickup=False)
    factories.shelved(seller, title="Pesan", price=20_000, is_preorder=True)
    assert titles("/belanja/?harga_min=10.000&harga_maks=20000") == ["Pesan", "Kini"]
    assert titles("/belanja/?siap=po") == ["Pesan"]
    assert titles("/belanja/?musim=1") == ["Pesan", "Kini"]
    assert titles("/belanja/?kirim=ambil") == ["Pesan", "Kini"]
    assert titles("/belanja/?kec=35.05.04&urut=murah") == ["Kini", "Pesan", "Nanti"]
    assert titles("/belanja/?kec=35.05.99") == []


@pytest.mark.parametrize(
    "query",
    [
        "harga_min=-5",
        "harga_min=NaN",
        "harga_maks=1e9",
        "hal=0",
        "hal=abc",
        "hal=-1",
        "urut=x",
        "kec=<b>",
        "ke=35.05.04.9999",
        "q=%22*",
        "kirim=sampai",
        "siap=2",
        "musim=x",
    ],
)
def test_nonsense_in_the_address_counts_as_not_asked(query):
    factories.shelved(factories.stall(), title="Telur")
    assert Client().get(f"/belanja/?{query}").status_code == 200


def test_pages_hold_twelve_and_beyond_the_last_is_not_found():
    seller = factories.stall()
    for number in range(13):
        factories.shelved(seller, title=f"Telur {number}", price=1_000 + number)
    assert len(titles("/belanja/?urut=murah")) == 12
    assert titles("/belanja/?urut=murah&hal=2") == ["Telur 12"]
    assert titles("/belanja/?hal=3", status=404) == []


def test_a_stall_is_sorted_filtered_and_paged_like_every_list():
    seller = factories.stall()
    for number in range(13):
        factories.shelved(seller, title=f"Telur {number:02}", price=1_000 + number)
    factories.shelved(seller, title="Madu", price=90_000, is_preorder=True)
    factories.shelved(factories.stall(), title="Bukan miliknya", price=1)
    page = f"/lapak/{seller.slug}/"

    assert titles(f"{page}?urut=murah")[:2] == ["Telur 00", "Telur 01"]
    assert titles(f"{page}?urut=murah&hal=2") == ["Telur 12", "Madu"]
    assert titles(f"{page}?siap=po") == ["Madu"]
    assert titles(f"{page}?harga_maks=1001&urut=murah") == ["Telur 00", "Telur 01"]
    empty = Client().get(f"{page}?harga_min=100000").content.decode()
    assert "Tidak ada yang cocok dengan semua saringan" in empty
    assert 'content="noindex,follow"' in empty
    assert 'id="saring"' in empty


def test_same_parameters_work_with_words():
    seller = factories.stall()
    factories.shelved(seller, title="Telur bebek asin", price=30_000)
    factories.shelved(seller, title="Telur ayam kampung", price=20_000)
    sector = factories.category("peternakan", "peternakan")
    honey = factories.category("madu", "peternakan", above=sector)
    factories.shelved(seller, title="Madu hutan", price=90_000, leaf=honey)
    current().rebuild(report=lambda line: None)
    assert titles("/cari/?q=telur&urut=murah") == ["Telur ayam kampung", "Telur bebek asin"]
    assert titles("/belanja/peternakan/?q=telur&harga_maks=25000") == ["Telur ayam kampung"]
    assert titles("/cari/?q=telur&kec=35.05.99") == []
    response = Client().get("/cari/?q=tidakadabarangnya")
    assert response.context["nothing"].url == "/belanja/"


def test_unverified_stalls_and_drafts_are_on_no_list():
    factories.shelved(factories.stall(verified_at=None), title="Belum")
    factories.shelved(factories.stall(), title="Draf", state="draft", is_public=False)
    assert titles("/belanja/") == []


def test_category_pages_take_in_what_lies_below():
    seller = factories.stall()
    sector = factories.category("peternakan", "peternakan")
    eggs = factories.category("telur", "peternakan", above=sector)
    duck = factories.category("telur-bebek", "peternakan", above=eggs)
    factories.shelved(seller, title="Ayam", leaf=eggs)
    factories.shelved(seller, title="Bebek", leaf=duck)
    assert titles("/belanja/peternakan/") == ["Bebek", "Ayam"]
    assert titles("/belanja/peternakan/telur/") == ["Bebek", "Ayam"]
    assert titles("/belanja/peternakan/telur-bebek/") == ["Bebek"]
    for missing in (
        "/belanja/laut/",
        "/belanja/peternakan/emas/",
        "/belanja/peternakan/peternakan/",
    ):
        assert Client().get(missing).status_code == 404


def test_card_says_why_it_cannot_be_bought():
    day = timezone.localdate()
    closed = factories.partner(closed_from=day, closed_to=day + timedelta(days=1))
    shut = factories.shelved(factories.stall(closed), title="Tutup")
    gone = factories.shelved(factories.stall(), title="Habis", stock=0)
    season = month_bit((day + timedelta(days=62)).month)
    early = factories.shelved(factories.stall(), title="Belum", season_mask=season)
    cards = {card.title: card for card in Client().get("/belanja/").context["cards"]}
    assert cards[shut.title].state == "closed"
    assert cards[gone.title].state == "sold_out"
    assert cards[early.title].state == "out_of_season"


def test_destination_marks_what_does_not_come_and_can_narrow_to_what_does():
    CourierBand.objects.create(max_km=20, fee=8_000)
    ParcelTariff.objects.create(
        courier="JNE", first_kg=9_000, next_kg=9_000, days_min=2, days_max=4, max_grams=5_000
    )
    seller = factories.stall(factories.partner(methods=("pickup", "village_courier", "parcel")))
    factories.shelved(seller, title="Paket", allows_parcel=True)
    factories.shelved(seller, title="Kurir")
    factories.shelved(seller, title="Berat", allows_parcel=True, gross_grams=9_000)
    factories.shelved(seller, title="Ambil", allows_village_courier=False)
    states = {c.title: c.state for c in Client().get(f"/belanja/?ke={FAR}").context["cards"]}
    assert states == {
        "Paket": "on_sale",
        "Kurir": "not_there",
        "Berat": "not_there",
        "Ambil": "not_there",
    }
    assert titles(f"/belanja/?ke={FAR}&kirim=sampai") == ["Paket"]
    assert titles(f"/belanja/?ke={NEAR}&kirim=sampai") == ["Berat", "Kurir", "Paket"]
    current().rebuild(report=lambda line: None)
    assert titles(f"/cari/?q=paket&ke={FAR}&kirim=sampai") == ["Paket"]
    assert titles(f"/cari/?q=kurir&ke={FAR}&kirim=sampai") == []


def test_reaching_says_of_whole_lists_what_each_card_says():
    """Express-only, perishable and live goods, zones and radii: list and card agree."""
    tariff = {"first_kg": 9_000, "next_kg": 9_000, "max_grams": 30_000}
    ParcelTariff.objects.create(
        courier="A", days_min=2, days_max=4, origin="35.05", destination="31", **tariff
    )
    ParcelTariff.objects.create(
        courier="A", service="express", days_min=1, days_max=1, destination="31.71", **tariff
    )
    CourierBand.objects.create(max_km=20, fee=8_000)
    everything = ("pickup", "village_courier", "parcel", "arrangement")
    stalls = [factories.stall(factories.partner(methods=everything)) for _number in range(2)]
    ArrangementZone.objects.create(
        partner=stalls[0].partner, destination="31", carrier="Bus", fee=50_000
    )
    PartnerDelivery.objects.filter(partner=stalls[1].partner, method="village_courier").update(
        radius_km=1
    )
    kinds = [
        {"allows_parcel": True},
        {"allows_parcel": True, "express_only": True},
        {"allows_parcel": True, "is_fragile": True},
        {"allows_parcel": True, "is_perishable": True, "shelf_life_days": 2},
        {"allows_parcel": True, "is_perishable": True, "shelf_life_days": 0},
        {"allows_parcel": True, "is_live": True},
        {"allows_arrangement": True, "is_live": True},
        {"allows_arrangement": True, "is_live": True, "endures_hours": 1},
        {"allows_arrangement": True, "is_live": True, "endures_hours": 72},
        {"allows_village_courier": False},
    ]
    for seller in stalls:
        for fields in kinds:
            factories.shelved(seller, **fields)
    Partner.objects.filter(pk=stalls[0].partner_id).update(
        village=factories.village("35.05.04.2008", "Lain", latitude=-8.2, longitude=112.2)
    )
    for code in (NEAR, "35.05.04.2008", FAR, "33.74.01.1001"):
        marked = {
            card.title
            for page in (1, 2)
            for card in Client().get(f"/belanja/?ke={code}&hal={page}").context["cards"]
            if card.state == "on_sale"
        }
        narrowed = {
            title
            for page in (1, 2)
            for title in (
                card.title
                for card in Client()
                .get(f"/belanja/?ke={code}&kirim=sampai&hal={page}")
                .context["cards"]
            )
        }
        assert narrowed == marked, code


def test_links_keep_the_destination_and_the_filters():
    asking = Asking(words="telur", to=NEAR, in_season=True, page=3)
    assert asking.address("/cari/", page=4) == f"/cari/?q=telur&musim=1&ke={NEAR}&hal=4"
    factories.shelved(factories.stall(), title="Telur")
    response = Client().get(f"/belanja/?ke={NEAR}")
    assert response.context["cards"][0].url.endswith(f"/?ke={NEAR}")


def test_village_index_leads_to_every_village():
    village = factories.village()
    factories.shelved(factories.stall(), title="Telur desa")
    index = Client().get("/belanja/desa/")
    assert "/belanja/desa/blitar/kademangan/" in index.content.decode()
    district = Client().get("/belanja/desa/blitar/kademangan/")
    shelf = f"/belanja/desa/blitar/kademangan/{village.slug}/"
    assert shelf in district.content.decode()
    assert titles(shelf) == ["Telur desa"]
    assert Client().get("/belanja/desa/blitar/kademangan/tidak-ada/").status_code == 404


def test_destination_page_leads_back_with_the_village_and_to_no_other_site():
    answer = Client().get("/kirim-ke/?cari=suruhwadang&lanjut=/belanja/%3Fq%3Dtelur%26hal%3D2")
    assert answer.context["hits"][0].url == f"/belanja/?q=telur&ke={NEAR}"
    for strange in ("//evil.example/", "https://evil.example/", "javascript:alert(1)", "\\\\evil"):
        page = Client().get("/kirim-ke/", {"lanjut": strange})
        assert page.context["back"] == "/belanja/"


def test_empty_branches_of_the_taxonomy_are_no_way_in():
    sector = factories.category("peternakan", "peternakan")
    eggs = factories.category("telur", "peternakan", above=sector)
    factories.category("madu", "peternakan", above=sector)
    factories.category("kerajinan", "kerajinan")
    factories.shelved(factories.stall(), leaf=eggs)
    ways = Client().get("/belanja/peternakan/").context["scope"].narrower
    assert [(way.title, way.url) for way in ways] == [("Telur", "/belanja/peternakan/telur/")]
    sectors = Client().get("/belanja/").context["scope"].narrower
    assert [way.title for way in sectors] == ["Peternakan"]


def test_unknown_village_is_said_and_can_be_chosen_again():
    product = factories.shelved(factories.stall())
    for path in ("/belanja/", product.get_absolute_url(), "/cari/"):
        response = Client().get(f"{path}?ke=99.99.99.9999")
        assert response.status_code == 200
        assert response.context["is_unknown_village"]
        assert "Desa itu tidak kami kenal." in response.content.decode()
