"""A listing's and a stall's page in all their states."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.models import Product
from sellers.models import FormerSlug
from shop.shipping.models import ParcelTariff
from tests import factories

pytestmark = pytest.mark.django_db

FAR = "31.71.01.1001"


def text_of(path: str, status: int = 200) -> str:
    """Return a page's text."""
    response = Client().get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_page_says_price_per_unit_and_per_kilogram_side_by_side():
    product = factories.shelved(
        factories.stall(), price=24_000, unit="pak", net_amount=500, gross_grams=550
    )
    page = text_of(product.get_absolute_url())
    assert "Rp24.000<small>/pak</small>" in page
    assert "Rp48.000/kg" in page


def test_old_slug_and_bare_id_lead_to_the_address_of_today():
    product = factories.shelved(factories.stall())
    address = product.get_absolute_url()
    old = Client().get(f"/produk/{product.public_id}-nama-lama/?ke={FAR}")
    assert (old.status_code, old["Location"]) == (301, f"{address}?ke={FAR}")
    bare = Client().get(f"/produk/{product.public_id}/")
    assert (bare.status_code, bare["Location"]) == (301, address)


@pytest.mark.parametrize(
    ("state", "status"), [("draft", 404), ("published", 200), ("paused", 200), ("archived", 410)]
)
def test_each_state_of_a_listing_has_its_answer(state, status):
    product = factories.shelved(factories.stall(), state=state, is_public=state == "published")
    response = Client().get(product.get_absolute_url())
    assert response.status_code == status
    has_form = b"/keranjang/isi/" in response.content
    assert has_form == (state == "published")


def test_sold_out_closed_and_out_of_season_offer_no_basket():
    tomorrow = timezone.localdate() + timedelta(days=1)
    closed = factories.partner(closed_from=timezone.localdate(), closed_to=tomorrow)
    sold_out = factories.shelved(factories.stall(), stock=0)
    shut = factories.shelved(factories.stall(closed))
    for product in (sold_out, shut):
        page = text_of(product.get_absolute_url())
        assert "/keranjang/isi/" not in page
        assert 'class="note warn"' in page


def test_fee_and_promised_day_are_said_for_the_destination():
    ParcelTariff.objects.create(
        courier="JNE", first_kg=12_000, next_kg=5_000, days_min=2, days_max=3
    )
    seller = factories.stall(factories.partner(methods=("pickup", "parcel")))
    product = factories.shelved(seller, allows_parcel=True, gross_grams=1_500)
    assert "Rp17.000" not in text_of(product.get_absolute_url())
    assert "Rp17.000" in text_of(f"{product.get_absolute_url()}?ke={FAR}")


def test_stepper_without_script_stays_within_its_bounds():
    product = factories.shelved(factories.stall(), stock=5, min_quantity=2)
    address = product.get_absolute_url()
    for query, expected in [
        ("", 2),
        ("?jumlah=3&step=1", 4),
        ("?jumlah=5&step=1", 5),
        ("?jumlah=2&step=-1", 2),
        ("?jumlah=NaN", 2),
        ("?jumlah=-4", 2),
        ("?jumlah=999999999999", 5),
    ]:
        assert Client().get(address + query).context["quantity"] == expected, query


def test_whatsapp_link_only_with_consent_and_never_for_demo_numbers():
    consenting = factories.stall(phone="+6281234567890", whatsapp_consent_at=timezone.now())
    silent = factories.stall(phone="+6281234567891")
    demo = factories.stall(phone="+6280000000001", whatsapp_consent_at=timezone.now())
    addresses = [factories.shelved(seller).get_absolute_url() for seller in (silent, demo)]
    linked = text_of(factories.shelved(consenting).get_absolute_url())
    assert "https://wa.me/6281234567890?text=" in linked
    for address in addresses:
        page = text_of(address)
        assert "https://wa.me/628" not in page.split("<footer")[0]
        assert f"{address}tanya/" in page


def test_linked_data_is_valid_and_cannot_leave_its_script():
    product = factories.shelved(factories.stall(), title="Telur </script><b>", price=53_000)
    page = text_of(product.get_absolute_url())
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    assert data["name"] == "Telur </script><b>"
    assert data["offers"]["price"] == 53_000
    assert data["offers"]["availability"] == "https://schema.org/InStock"


def test_priced_by_weight_says_so_with_its_tolerance():
    product = factories.shelved(factories.stall(), price_basis="weight", net_amount=1_000)
    assert "10%" in text_of(product.get_absolute_url())


def test_language_link_keeps_the_page():
    product = factories.shelved(factories.stall())
    address = product.get_absolute_url()
    assert f'href="/en{address}"' in text_of(address)
    assert f'href="/en{address}?ke={FAR}"' in text_of(f"{address}?ke={FAR}")
    english = text_of(f"/en{address}")
    assert 'lang="en"' in english
    assert f'hreflang="id" href="http://127.0.0.1:8000{address}"' in english


def test_former_address_of_a_stall_redirects_and_an_unverified_one_is_unknown():
    seller = factories.stall()
    FormerSlug.objects.create(slug="nama-lama", seller=seller)
    response = Client().get("/lapak/nama-lama/")
    assert (response.status_code, response["Location"]) == (301, f"/lapak/{seller.slug}/")
    hidden = factories.stall(verified_at=None)
    assert Client().get(f"/lapak/{hidden.slug}/").status_code == 404
    assert Client().get("/lapak/tidak-pernah/").status_code == 404


def test_closed_stall_says_when_it_opens_again():
    day = timezone.localdate()
    seller = factories.stall(factories.partner(closed_from=day, closed_to=day))
    assert 'class="note warn"' in text_of(f"/lapak/{seller.slug}/")


def test_listing_of_another_state_stays_out_of_the_stall_and_its_related_goods():
    seller = factories.stall()
    shown = factories.shelved(seller, title="Tampil")
    factories.shelved(seller, title="Istirahat", state=Product.State.PAUSED, is_public=False)
    assert "Istirahat" not in text_of(f"/lapak/{seller.slug}/")
    assert "Istirahat" not in text_of(shown.get_absolute_url())


def test_picture_of_the_listing_is_shared_with_its_whole_address():
    product = factories.shelved(factories.stall())
    picture = factories.ready_picture(product)
    page = text_of(product.get_absolute_url())
    shared = re.search(r'property="og:image" content="([^"]*)"', page)[1]
    assert shared.startswith("http://127.0.0.1:8000/")
    assert picture.token in shared


def test_programs_are_told_what_is_nobodys_to_find():
    text = text_of("/robots.txt")
    assert "Disallow: /keranjang/\n" in text
    assert "Disallow: /en/pesanan/\n" in text
    assert "/belanja/" not in text
