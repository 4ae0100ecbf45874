"""A new listing from one page: what is guessed, what is kept, what happens on a second press."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from catalogue.models import Product
from shop.history.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "desk:listing_new"


@pytest.fixture
def seller():
    return factories.stall(slug="bu-sri")


@pytest.fixture
def owner(client, seller):
    person = factories.works_in(seller)
    client.force_login(person)
    return person


@pytest.fixture
def leaf():
    from catalogue.models import ProductClass

    ProductClass.objects.get_or_create(name="Listing", defaults={"slug": "listing"})
    sector = factories.category("peternakan", "peternakan")
    return factories.category(
        "telur-asin", "peternakan", above=sector, name="Telur asin", default_unit="butir"
    )


def photo(name="foto.jpg", colour="#886644") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(file, "JPEG", exif=_with_position())
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def _with_position() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "S", 2: (8.0, 10.0, 37.0), 3: "E", 4: (112.0, 6.0, 32.0)})
    return exif


def send(client, **answers):
    answers = {"title": "Telur asin Bu Sri", "price": "4.000", "stock": "30"} | answers
    return client.post(reverse(LIST, args=["bu-sri"]), {"do": "publish", **answers})


def test_photo_name_price_and_stock_are_enough(client, seller, owner, leaf):
    answer = send(client, camera=photo())
    product = Product.objects.get()
    assert answer.url == reverse("desk:listing", args=["bu-sri", product.public_id])
    assert (product.title, product.state, product.unit) == (
        "Telur asin Bu Sri",
        "published",
        "butir",
    )
    assert product.categories.get() == leaf
    record = product.stockrecords.get()
    assert (record.rupiah, record.num_in_stock, record.partner) == (4_000, 30, seller.partner)
    assert product.images.count() == 1
    assert list(Event.objects.about(product).values_list("verb", flat=True)) == [
        "listing.created",
        "listing.pictured",
        "listing.published",
    ]


def test_a_kilogram_knows_its_grams(client, seller, owner, leaf):
    send(client, unit="kg")
    product = Product.objects.get()
    assert (product.unit, product.net_amount, product.net_measure) == ("kg", 1_000, "g")


def test_a_draft_needs_a_name_only(client, seller, owner, leaf):
    send(client, do="draft", price="", stock="")
    product = Product.objects.get()
    assert product.state == "draft"
    assert product.stockrecords.get().price is None


def test_an_error_keeps_what_was_typed_and_the_photo_too(client, seller, owner, leaf):
    answer = send(client, price="murah", camera=photo(), gallery=[photo("b.jpg", "#224466")])
    assert answer.status_code == 422
    assert Product.objects.count() == 0
    form = answer.context["form"]
    assert form.errors == {"price": ["Tulis rupiah bulat, misalnya 28000."]}
    assert 'value="murah"' in answer.content.decode()
    assert "2 foto Anda sudah tersimpan" in answer.content.decode()

    send(client, price="4000", kept=form.kept_words, once=form.once)
    product = Product.objects.get()
    assert product.public_id == form.public_id
    assert product.images.count() == 2
    for image in product.images.all():
        with image.original.open("rb") as file:
            assert not Image.open(file).getexif()


def test_kept_photos_are_for_the_same_person_only(client, seller, owner, leaf):
    form = send(client, price="murah", camera=photo()).context["form"]
    client.force_login(factories.works_in(seller, "helper"))
    send(client, price="4000", kept=form.kept_words)
    assert Product.objects.get().images.count() == 0


def test_a_name_that_says_nothing_asks_for_the_category(client, seller, owner, leaf):
    answer = send(client, title="Promo hari ini")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["category"]
    send(client, title="Promo hari ini", category=leaf.code)
    assert Product.objects.get().categories.get() == leaf


def test_a_file_that_is_no_picture_is_told_at_the_photo(client, seller, owner, leaf):
    answer = send(client, gallery=[SimpleUploadedFile("a.jpg", b"GIF89a nothing")])
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["gallery"]
    assert Product.objects.count() == 0


def test_publishing_needs_price_and_stock(client, seller, owner, leaf):
    answer = send(client, price="", stock="")
    assert sorted(answer.context["form"].errors) == ["price", "stock"]
    assert Product.objects.count() == 0


def test_the_same_form_sent_twice_makes_one_listing(client, seller, owner, leaf):
    once = client.get(reverse(LIST, args=["bu-sri"])).context["form"].once
    first, second = send(client, once=once), send(client, once=once)
    product = Product.objects.get()
    assert first.url == second.url == reverse("desk:listing", args=["bu-sri", product.public_id])


def test_food_under_the_duty_is_led_to_the_halal_question(client, seller, owner, leaf):
    type(leaf).objects.filter(pk=leaf.pk).update(halal="wajib", is_food=True)
    answer = send(client)
    product = Product.objects.get()
    assert product.state == "draft"
    halal = reverse("desk:listing_part", args=["bu-sri", product.public_id, "halal"])
    assert answer.url == halal

    client.post(halal, {"halal": "not_halal", "do": "publish"})
    product.refresh_from_db()
    assert (product.is_declared_not_halal, product.state) == (True, "published")


def test_an_unverified_stall_is_told_who_sees_it(client, seller, owner, leaf):
    type(seller).objects.update(verified_at=None)
    answer = send(client)
    text = client.get(answer.url).content.decode()
    assert "Pembeli melihatnya begitu Pandu Digital memverifikasi lapak Anda." in text


def test_the_form_asks_which_category_a_name_speaks_of(client, seller, owner, leaf):
    guess = reverse("desk:listing_guess", args=["bu-sri"])
    assert client.get(guess, {"nama": "telur asin bakar"}).json() == {
        "category": "telur-asin",
        "unit": "butir",
    }
    assert client.get(guess, {"nama": "sepatu"}).json() == {}


def test_one_egg_does_not_weigh_a_kilo(client, seller, owner, leaf):
    send(client)
    assert Product.objects.get().gross_grams == 75
