"""A listing's pictures at the desk: several, in an order, with words."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from shop.history.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return factories.stall(slug="bu-sri")


@pytest.fixture
def product(client, seller):
    client.force_login(factories.works_in(seller))
    return factories.shelved(seller)


def photo() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "#886644").save(file, "JPEG")
    return SimpleUploadedFile("foto.jpg", file.getvalue(), "image/jpeg")


def page(product) -> str:
    return reverse("desk:listing_photos", args=["bu-sri", product.public_id])


def do(client, image, what: str, **answers):
    address = reverse("desk:listing_photo", args=["bu-sri", image.product.public_id, image.pk])
    return client.post(address, {"do": what, **answers})


def order(product) -> list[int]:
    return list(product.images.order_by("display_order").values_list("pk", flat=True))


def test_several_photos_are_added_at_once(client, product):
    answer = client.post(page(product), {"gallery": [photo(), photo()], "camera": photo()})
    assert answer.url == page(product)
    assert product.images.count() == 3
    assert Event.objects.about(product).count() == 3


def test_nothing_chosen_and_too_many_are_told(client, product):
    assert list(client.post(page(product), {}).context["form"].errors) == ["gallery"]
    for place in range(9):
        factories.ready_picture(product, display_order=place)
    answer = client.post(page(product), {"gallery": [photo(), photo()]})
    assert answer.context["form"].errors == {
        "gallery": ["Satu produk paling banyak 10 foto. Hapus satu dulu."]
    }
    assert product.images.count() == 9


def test_photos_change_places(client, product):
    first, second, third = (
        factories.ready_picture(product, display_order=place) for place in range(3)
    )
    do(client, third, "up")
    assert order(product) == [first.pk, third.pk, second.pk]
    do(client, second, "first")
    assert order(product) == [second.pk, first.pk, third.pk]
    do(client, second, "first")
    assert Event.objects.about(product).count() == 2


def test_a_photo_gets_words_and_goes_away(client, product):
    image = factories.ready_picture(product)
    do(client, image, "caption", caption="  Telur  dalam besek ")
    image.refresh_from_db()
    assert image.caption == "Telur dalam besek"
    do(client, image, "remove")
    assert product.images.count() == 0
    assert list(Event.objects.about(product).values_list("verb", flat=True)) == [
        "listing.picture_captioned",
        "listing.picture_removed",
    ]
