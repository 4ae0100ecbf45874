from io import BytesIO

import pytest
from django.core.files.base import File
from PIL import Image

from catalogue.models import ProductImage
from shop.history.models import Event
from shop.images.processing import process
from shop.images.storage import private_media, public_media
from shop.partner import listings, wholesale
from shop.people.actors import guest

OWNER = guest("Bu Srikandi")


def photo() -> File:
    content = BytesIO()
    Image.new("RGB", (640, 480), "#806040").save(content, "JPEG")
    return File(content, name="telur.jpg")


@pytest.fixture
def copied(draft):
    """Published eggs with a wholesale price, a photo and an icon, and their copy."""
    listings.edit(draft, by=OWNER, description="Dari kandang umbaran", season_months=[1, 2])
    wholesale.set_breaks(draft, {10: 26_000}, by=OWNER)
    process(listings.add_picture(draft, photo(), by=OWNER, caption="Pagi ini"))
    listings.add_picture(draft, "egg.webp", by=OWNER)
    listings.publish(draft, by=OWNER)
    return listings.copy(draft, by=OWNER)


def test_a_copy_is_a_draft_with_the_same_words_and_prices(draft, copied, eggs):
    stockrecord = copied.stockrecords.get()

    assert (copied.state, copied.title, copied.description, copied.season_mask) == (
        "draft",
        "Telur Ayam 1 kg",
        "Dari kandang umbaran",
        3,
    )
    assert (stockrecord.rupiah, stockrecord.num_in_stock, stockrecord.price_breaks) == (
        28_000,
        0,
        [[10, 26_000]],
    )
    assert (copied.categories.get(), copied.net_amount) == (eggs, 1_000)
    assert copied.public_id != draft.public_id
    assert [event.verb for event in Event.objects.about(copied)] == ["listing.created"]


def test_copy_and_original_share_no_file(draft, copied, django_capture_on_commit_callbacks):
    theirs, icon = copied.images.order_by("display_order")
    assert (theirs.caption, theirs.state, icon.icon) == ("Pagi ini", "waiting", "egg.webp")
    process(theirs)
    theirs.refresh_from_db()
    mine = ProductImage.objects.get(product=draft, caption="Pagi ini")

    with django_capture_on_commit_callbacks(execute=True):
        listings.remove_picture(mine, by=OWNER)

    assert theirs.is_ready
    assert private_media().exists(theirs.master.name)
    assert not private_media().exists(mine.master.name)
    folder = theirs.sources(alt="").src.rpartition("/")[0].partition("/media/")[2]
    assert public_media().listdir(folder)[1]
