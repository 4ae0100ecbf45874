"""The stall's goods at the desk: the list, one listing's page, what can be done with it."""

import pytest
from django.urls import reverse

from catalogue.models import Product
from shop.history.models import Event
from shop.partner import animals, takedowns
from shop.people.actors import SYSTEM, actor_for
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return factories.stall(slug="bu-sri", name="Bu Sri Contoh")


@pytest.fixture
def owner(client, seller):
    person = factories.works_in(seller)
    client.force_login(person)
    return person


def address(name: str, product: Product | None = None, *rest) -> str:
    ids = [product.public_id] if product else []
    return reverse(f"desk:{name}", args=["bu-sri", *ids, *rest])


def titles(response) -> list[str]:
    return [row.title for row in response.context["rows"]]


def test_each_part_of_the_shelf_shows_its_own_goods(client, seller, owner):
    factories.shelved(seller, title="Tayang")
    factories.shelved(seller, title="Habis", stock=0)
    factories.shelved(seller, title="Draf", state="draft", is_public=False)
    factories.shelved(seller, title="Jeda", state="paused", is_public=False)
    factories.shelved(seller, title="Arsip", state="archived", is_public=False)
    down = factories.shelved(seller, title="Turun")
    takedowns.take_down(down, reason="Foto orang lain", by=SYSTEM)
    factories.listing(title="Tetangga")

    for shelf, expected in [
        ("tayang", ["Tayang"]),
        ("habis", ["Habis"]),
        ("draf", ["Draf"]),
        ("jeda", ["Jeda"]),
        ("diturunkan", ["Turun"]),
        ("arsip", ["Arsip"]),
    ]:
        assert titles(client.get(address("listings"), {"lihat": shelf})) == expected
    assert sorted(titles(client.get(address("listings")))) == [
        "Draf",
        "Habis",
        "Jeda",
        "Tayang",
        "Turun",
    ]


def test_the_one_animal_that_is_gone_is_sold_and_not_to_be_filled_up(client, seller, owner):
    koi = factories.shelved(seller, title="Koi", is_live=True, stock=0)
    animals.describe(koi, by=SYSTEM, variety="Kohaku")
    page = client.get(address("listings")).content.decode()
    assert "Terjual</span>" in page
    assert "Isi stok" not in page
    assert "Terjual</span>" in client.get(address("listing", koi)).content.decode()

    factories.shelved(seller, title="Telur", stock=0)
    page = client.get(address("listings")).content.decode()
    assert "Habis</span>" in page
    assert page.count("Isi stok") == 1


def test_search_finds_every_word_in_the_name(client, seller, owner):
    factories.shelved(seller, title="Telur bebek asin")
    factories.shelved(seller, title="Telur ayam")
    assert titles(client.get(address("listings"), {"q": "asin telur"})) == ["Telur bebek asin"]


def test_the_list_costs_the_same_queries_for_any_number(
    client, seller, owner, django_assert_num_queries
):
    for number in range(3):
        factories.ready_picture(factories.shelved(seller, title=f"Telur {number}"))
    with django_assert_num_queries(16):
        client.get(address("listings"))
    for number in range(3, 12):
        factories.ready_picture(factories.shelved(seller, title=f"Telur {number}"))
    with django_assert_num_queries(16):
        client.get(address("listings"))


def test_one_tap_pauses_and_publishes_again(client, seller, owner):
    product = factories.shelved(seller)

    answer = client.post(address("listing_pause", product), {"dari": "daftar", "lihat": "tayang"})
    assert answer.url == address("listings") + "?lihat=tayang&q="
    product.refresh_from_db()
    assert (product.state, product.is_public) == ("paused", False)

    answer = client.post(address("listing_publish", product))
    assert answer.url == address("listing", product)
    product.refresh_from_db()
    assert (product.state, product.is_public) == ("published", True)
    assert list(Event.objects.about(product).values_list("verb", "person_id")) == [
        ("listing.paused", owner.pk),
        ("listing.published", owner.pk),
    ]


def test_why_a_listing_cannot_be_shown_is_told(client, seller, owner):
    product = factories.shelved(seller, price=None, state="draft", is_public=False)
    answer = client.post(address("listing_publish", product), follow=True)
    assert "Isi dulu harganya, baru tayangkan." in answer.content.decode()
    product.refresh_from_db()
    assert product.state == "draft"


def test_a_copy_is_a_draft_of_its_own(client, seller, owner):
    product = factories.shelved(seller, title="Telur asin")
    answer = client.post(address("listing_copy", product))
    twin = Product.objects.exclude(pk=product.pk).get()
    assert answer.url == address("listing", twin)
    assert (twin.title, twin.state) == ("Telur asin", "draft")


def test_the_archive_asks_first(client, seller, owner):
    product = factories.shelved(seller, title="Telur asin")
    assert (
        "Masukkan “Telur asin” ke arsip?"
        in client.get(address("listing_archive", product)).content.decode()
    )
    product.refresh_from_db()
    assert product.state == "published"

    assert client.post(address("listing_archive", product)).url == address("listings")
    product.refresh_from_db()
    assert product.state == "archived"


def test_what_was_taken_down_says_why_and_can_be_mended(client, seller, owner):
    product = factories.shelved(seller)
    takedowns.take_down(product, reason="Foto orang lain", by=SYSTEM)
    text = client.get(address("listing", product)).content.decode()
    assert "Foto orang lain" in text
    assert "Sudah saya perbaiki" in text

    assert client.post(address("listing_mended", product), {"note": ""}).status_code == 422
    assert takedowns.standing_of(product).mended_at is None

    client.post(address("listing_mended", product), {"note": "Foto sudah saya ganti"})
    standing = takedowns.standing_of(product)
    assert standing.mended_at is not None
    assert standing.mended_note == "Foto sudah saya ganti"


def test_who_took_a_listing_down_is_named(client, seller, owner):
    product = factories.shelved(seller)
    volunteer = factories.assigned("volunteer", seller.partner.village, name="Dimas Contoh")
    takedowns.take_down(product, reason="Foto orang lain", by=actor_for(volunteer))

    assert "Dimas Contoh menurunkan produk ini" in client.get(address("listing", product)).text


GETS = ["listing", "listing_archive", "listing_photos", "listing_group"]
POSTS = ["listing_publish", "listing_pause", "listing_copy", "listing_archive", "listing_mended"]


def test_another_stalls_listing_is_nowhere_and_stays_as_it_is(client, seller, owner):
    other = factories.shelved(factories.stall())
    picture = factories.ready_picture(other)
    before = Product.objects.filter(pk=other.pk).values().get()
    for name in GETS:
        assert client.get(address(name, other)).status_code == 404
    for name in [*POSTS, "listing_photos", "listing_group"]:
        assert client.post(address(name, other), {"do": "leave"}).status_code == 404
    assert client.post(address("listing_part", other, "kata"), {"title": "x"}).status_code == 404
    for product in (other, factories.shelved(seller)):
        answer = client.post(address("listing_photo", product, picture.pk), {"do": "remove"})
        assert answer.status_code == 404
    assert Product.objects.filter(pk=other.pk).values().get() == before
    assert other.images.count() == 1
    assert Product.objects.count() == 2


def test_a_volunteer_acts_for_the_owner_who_consented(client, seller):
    owner = factories.works_in(seller)
    volunteer = factories.assigned("volunteer", seller.partner.village)
    consent = factories.consented(volunteer, seller)
    client.force_login(volunteer)
    product = factories.shelved(seller)

    client.post(address("listing_pause", product))
    event = Event.objects.about(product).get()
    assert (event.person_id, event.on_behalf_of_id) == (volunteer.pk, owner.pk)
    assert event.consent == f"consent:{consent.pk}"
