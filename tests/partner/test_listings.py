from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import File
from django.utils import translation
from PIL import Image

from catalogue.models import Category, ListingChange, Product, ProductImage
from shop.history.models import Event
from shop.images.refusals import NotAPicture
from shop.partner import listings, refusals, reservation
from shop.partner.models import StockRecord
from shop.people.actors import SYSTEM, guest

OWNER = guest("Bu Srikandi")
NO_PRICES = [0, -1, 10_000_000_000, 28_000.0, Decimal("28000.5"), Decimal("NaN"), "28000", True]
NO_STOCKS = [-1, 1_000_001, 1.5, "3", None, True]


def events_of(product) -> list[str]:
    return [event.verb for event in Event.objects.about(product)]


def photo() -> File:
    content = BytesIO()
    Image.new("RGB", (64, 48), "#806040").save(content, "JPEG")
    return File(content, name="telur.jpg")


@pytest.fixture
def unchanged():
    """Assert afterwards that no event, change note or row was written."""

    def count():
        return [
            model.objects.count() for model in (Event, ListingChange, Product, StockRecord)
        ], list(StockRecord.objects.values_list("price", "num_in_stock", "num_allocated"))

    before = []
    yield lambda: before.append(count())
    assert before == [count()]


def test_a_listing_begins_as_a_draft_with_stock_record_and_category(draft, stall, eggs):
    stockrecord = draft.stockrecords.get()

    assert (draft.state, draft.is_public, draft.slug) == ("draft", False, "telur-ayam-1-kg")
    assert (stockrecord.partner, stockrecord.rupiah, stockrecord.num_in_stock) == (
        stall,
        28_000,
        120,
    )
    assert list(draft.categories.all()) == [eggs]
    assert events_of(draft) == ["listing.created"]
    assert [change.product_id for change in ListingChange.objects.all()] == [draft.pk]


def test_a_draft_has_what_its_category_has(draft):
    assert (draft.unit, draft.storage, draft.shelf_life_days) == ("kg", "ruang", 14)
    assert (draft.is_perishable, draft.halal) == (True, "dikecualikan")


def test_a_draft_may_wait_for_its_price(stall, eggs):
    draft = listings.create_listing(stall, by=OWNER, title="Telur", category=eggs)

    with pytest.raises(refusals.NeedsPrice):
        listings.publish(draft, by=OWNER)

    assert Product.objects.get(pk=draft.pk).state == "draft"
    assert events_of(draft) == ["listing.created"]


@pytest.mark.parametrize("price", NO_PRICES)
def test_no_listing_is_made_with_a_price_that_is_none(stall, eggs, price, unchanged):
    unchanged()

    with pytest.raises(refusals.BadPrice):
        listings.create_listing(stall, by=OWNER, title="Telur", category=eggs, price=price)


@pytest.mark.parametrize("price", NO_PRICES)
def test_a_price_is_whole_rupiah_from_one(draft, price, unchanged):
    unchanged()

    with pytest.raises(refusals.BadPrice):
        listings.set_price(draft, price, by=OWNER)


@pytest.mark.parametrize("units", NO_STOCKS)
def test_stock_is_a_whole_number(draft, units, unchanged):
    unchanged()

    with pytest.raises(refusals.BadStock):
        listings.set_stock(draft, units, by=OWNER)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"title": "  "}, refusals.NeedsTitle),
        ({"title": "x" * 121}, refusals.NeedsTitle),
        ({"min_quantity": 0}, refusals.BadQuantity),
        ({"gross_grams": 0}, refusals.BadAmount),
        ({"net_amount": 1.5}, refusals.BadAmount),
        ({"season_mask": 4_096}, refusals.BadAmount),
        ({"storage": "gudang"}, refusals.BadChoice),
        ({"description": "x" * 5_001}, refusals.TooLong),
        ({"price_basis": "weight", "net_amount": None}, refusals.NeedsGrams),
        ({"price_basis": "weight", "net_measure": "pcs"}, refusals.NeedsGrams),
        ({"allows_pickup": False, "allows_village_courier": False}, refusals.NeedsDelivery),
    ],
)
def test_bad_words_and_units_are_refused(draft, fields, refusal, unchanged):
    unchanged()

    with pytest.raises(refusal):
        listings.edit(draft, by=OWNER, **fields)


def test_a_group_is_no_category_of_a_listing(draft, unchanged):
    unchanged()

    with pytest.raises(refusals.NotALeaf):
        listings.edit(draft, by=OWNER, category=Category.objects.get(code="telur"))


def test_a_field_that_no_owner_writes_is_a_programmers_mistake(draft):
    with pytest.raises(TypeError):
        listings.edit(draft, by=OWNER, state="published")


@pytest.mark.parametrize(
    "refusal", [refusals.BadPrice(), refusals.NeedsPrice(), refusals.BelowAllocated(3)]
)
def test_refusals_speak_indonesian(refusal):
    with translation.override("en"):
        english = str(refusal)
    with translation.override("id"):
        assert str(refusal) != english


def test_each_verb_writes_one_event_and_one_change_note(draft):
    listings.edit(draft, by=OWNER, title="Telur Ayam Segar 1 kg", min_quantity=2)
    listings.set_price(draft, Decimal("29000"), by=OWNER)
    listings.set_stock(draft, 100, by=OWNER)
    listings.publish(draft, by=OWNER)
    listings.pause(draft, by=OWNER, reason="ayam istirahat")
    picture = listings.add_picture(draft, "egg.webp", by=OWNER)
    listings.remove_picture(picture, by=OWNER)
    listings.archive(draft, by=OWNER)

    assert events_of(draft) == [
        "listing.created",
        "listing.edited",
        "listing.priced",
        "listing.stocked",
        "listing.published",
        "listing.paused",
        "listing.pictured",
        "listing.picture_removed",
        "listing.archived",
    ]
    assert ListingChange.objects.filter(product_id=draft.pk).count() == 9


def test_an_event_says_what_was_and_what_is(draft):
    listings.set_price(draft, 29_000, by=OWNER)

    event = Event.objects.about(draft).last()

    assert (event.before, event.after) == ({"price": 28_000}, {"price": 29_000})
    assert event.actor_label == "Bu Srikandi"


def test_what_changes_nothing_writes_nothing(draft, unchanged):
    unchanged()

    assert not listings.edit(draft, by=OWNER, title="Telur Ayam 1 kg")
    assert not listings.set_price(draft, 28_000, by=OWNER)
    assert not listings.set_stock(draft, 120, by=OWNER)


def test_editing_moves_to_another_category_and_shows_at_once(draft):
    ducks = Category.objects.get(code="telur-bebek")

    assert listings.edit(draft, by=OWNER, category=ducks, title="Telur Bebek", season_months=[1])

    assert list(draft.categories.all()) == [ducks]
    assert (draft.title, draft.slug, draft.season_mask) == ("Telur Bebek", "telur-bebek", 1)
    event = Event.objects.about(draft).last()
    assert (event.before["category"], event.after["category"]) == ("telur-ayam", "telur-bebek")


def test_publishing_shows_and_pausing_hides(draft):
    listings.publish(draft, by=OWNER)
    assert list(Product.objects.published()) == [draft]
    assert (draft.state, draft.is_public) == ("published", True)

    listings.pause(draft, by=OWNER)
    assert not Product.objects.published().exists()

    assert listings.publish(draft, by=OWNER)
    assert not listings.publish(draft, by=OWNER)


def test_an_archived_listing_stays_in_the_archive(draft):
    listings.archive(draft, by=OWNER)

    for verb in (listings.publish, listings.pause):
        with pytest.raises(refusals.Archived):
            verb(draft, by=OWNER)

    assert Product.objects.get(pk=draft.pk).state == "archived"


def test_stock_never_falls_below_what_orders_hold(draft):
    stockrecord = draft.stockrecords.get()
    reservation.reserve({stockrecord.pk: 7})

    with pytest.raises(refusals.BelowAllocated) as refused:
        listings.set_stock(draft, 6, by=OWNER)

    assert refused.value.allocated == 7
    assert StockRecord.objects.get(pk=stockrecord.pk).num_in_stock == 120
    assert listings.set_stock(draft, 7, by=OWNER)


def test_a_photo_waits_for_the_worker_and_an_icon_does_not(draft):
    uploaded = listings.add_picture(draft, photo(), by=OWNER, caption="Pagi ini")
    icon = listings.add_picture(draft, "egg.webp", by=OWNER)

    assert [image.display_order for image in draft.images.order_by("pk")] == [0, 1]
    assert (uploaded.state, uploaded.is_ready) == ("waiting", False)
    assert (icon.state, icon.is_ready, icon.icon) == ("ready", False, "egg.webp")
    assert not icon.sources(alt="").is_ready


def test_a_file_that_is_no_picture_is_refused(draft, unchanged):
    unchanged()

    with pytest.raises(NotAPicture):
        listings.add_picture(draft, File(BytesIO(b"halo"), name="telur.jpg"), by=OWNER)

    assert not ProductImage.objects.exists()


def test_what_a_demo_brings_is_marked(stall, eggs):
    product = listings.create_listing(
        stall, by=SYSTEM, title="Telur", category=eggs, upc="P001", is_demo=True
    )

    assert (product.upc, product.is_demo) == ("P001", True)
