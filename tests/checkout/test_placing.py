from datetime import timedelta

import pytest
from django.utils import timezone, translation

from catalogue.models import Product
from shop.basket.lines import AlreadyOrdered
from shop.basket.models import Basket
from shop.checkout import drafts
from shop.checkout.changes import Changed
from shop.checkout.placing import find_placed, place
from shop.communication.models import Message
from shop.history.models import Event
from shop.order.models import Line, Order, OrderToken, SellerOrder, ShippingAddress
from shop.partner.models import Partner, StockRecord
from shop.payment.models import CashRecord, Payment
from shop.shipping.models import CourierBand, Method, ParcelTariff, PartnerDelivery
from tests import factories

from .conftest import BY, look

pytestmark = pytest.mark.django_db


def stock_of(product) -> tuple[int, int]:
    return StockRecord.objects.values_list("num_in_stock", "num_allocated").get(product=product)


def nothing_was_placed() -> bool:
    rows = [Order, SellerOrder, Line, Payment, Message, OrderToken, ShippingAddress]
    return (
        not any(model.objects.exists() for model in rows)
        and not StockRecord.objects.filter(num_allocated__gt=0).exists()
        and not Basket.objects.exclude(status=Basket.OPEN).exists()
    )


def test_placing_reserves_splits_freezes_and_starts_the_payment(draft, stall, settings):
    settings.COMMISSION_BP = 300
    other = factories.partner("Lapak Dua", commission_bp=150)
    egg = factories.listing(stall, price=53_000, stock=10, title="Telur", unit="tray")
    rice = factories.listing(other, price=14_000, stock=5)
    ready = draft((egg, 2), (rice, 3))
    drafts.note_choices(
        ready,
        {stall.pk: "village_courier::", other.pk: "pickup::"},
        {stall.pk: "Tolong yang besar"},
    )
    look(ready)

    order = place(ready, by=BY)

    assert (order.status, order.paid, order.payment_method) == ("awaiting", "no", "transfer")
    assert (int(order.total_incl_tax), int(order.shipping_incl_tax)) == (156_000, 8_000)
    assert order.expires_at - order.date_placed == timedelta(hours=24)
    assert (order.guest_name, order.guest_phone) == ("Sari Contoh", "+6281234567890")
    assert (order.recipient_name, order.recipient_phone) == ("Sari Contoh", "+6281234567890")
    parts = order.seller_orders.order_by("partner__name").values_list(
        "partner_name", "status", "goods", "delivery_method", "delivery_own", "note", "village_name"
    )
    assert list(parts) == [
        (
            "Lapak Contoh",
            "waiting",
            106_000,
            "village_courier",
            8_000,
            "Tolong yang besar",
            "Suruhwadang",
        ),
        ("Lapak Dua", "waiting", 42_000, "pickup", 0, "", "Suruhwadang"),
    ]
    lines = order.lines.order_by("pk").values_list("title", "quantity", "unit", "commission_bp")
    assert list(lines) == [("Telur", 2, "tray", 300), (rice.title, 3, "pak", 150)]
    assert [stock_of(egg), stock_of(rice)] == [(10, 2), (5, 3)]
    payment = order.payments.get()
    assert (payment.method, payment.state, payment.due) == ("transfer", "pending", 156_000)
    assert Basket.objects.get().status == Basket.SUBMITTED
    assert Event.objects.filter(verb="order.placed").count() == 1


def test_the_address_keeps_its_village_as_text(draft, stall):
    order = place(draft((factories.listing(stall), 1)), by=BY)

    address = order.shipping_address
    assert (address.line1, address.line2) == ("Jl. Kelud 5, RT 02/RW 03", "Pagar hijau")
    assert (address.village_code, address.place_label) == (
        "35.05.04.2010",
        "Dawuhan, Kademangan, Kabupaten Blitar",
    )
    assert (address.state, address.postcode, address.latitude) == ("Jawa Timur", "66161", -8.18694)


def test_an_order_that_is_only_picked_up_needs_no_address(draft, stall):
    ready = draft((factories.listing(stall), 1), choice="pickup::", street="", directions="")

    assert place(ready, by=BY).shipping_address is None


def test_a_sent_order_without_street_is_unfinished(draft, stall):
    ready = draft((factories.listing(stall), 1), street="")

    with pytest.raises(drafts.Unfinished) as refusal:
        place(ready, by=BY)

    assert list(refusal.value.form.errors) == ["street"]
    assert nothing_was_placed()


def test_orderer_and_recipient_are_two_people(draft, stall):
    ready = draft(
        (factories.listing(stall), 1),
        phone="+65 9123 4567",
        is_gift="on",
        recipient_name="Bu Tutik Contoh",
        recipient_phone="62 812-1111-2222",
        greeting="Selamat ulang tahun",
    )

    order = place(ready, by=BY)

    assert (order.is_gift, order.greeting) == (True, "Selamat ulang tahun")
    assert (order.guest_phone, order.recipient_phone) == ("+6591234567", "+6281211112222")
    assert order.shipping_address.first_name == "Bu Tutik Contoh"


def test_the_orderer_gets_one_message_with_a_link_that_works(draft, stall):
    from shop.communication.sealing import unseal
    from shop.order import links

    order = place(draft((factories.listing(stall, price=30_000), 1)), by=BY)

    message = Message.objects.get()
    assert (message.kind, message.phone, message.language) == (
        "order.placed",
        "+6281234567890",
        "id",
    )
    assert (message.values["number"], message.values["total"]) == (order.number, "Rp38.000")
    assert links.find(unseal(bytes(message.secret))) == order


def test_a_second_placing_returns_the_same_order(draft, stall):
    egg = factories.listing(stall, stock=10)
    ready = draft((egg, 4))
    stale = drafts.draft_of(ready.basket)

    first = place(ready, by=BY)
    second = place(stale, by=BY)

    assert first == second
    assert (Order.objects.count(), Payment.objects.count(), Message.objects.count()) == (1, 1, 1)
    assert stock_of(egg) == (10, 4)
    assert find_placed([str(stale.key)]) == first


def test_a_basket_ordered_in_another_way_is_not_ordered_again(draft, stall):
    ready = draft((factories.listing(stall), 1))
    Basket.objects.update(status=Basket.SUBMITTED)

    with pytest.raises(AlreadyOrdered):
        place(ready, by=BY)

    assert Order.objects.count() == 0


def test_what_was_typed_is_forgotten_once_it_is_on_the_order(draft, stall):
    ready = draft((factories.listing(stall), 1))

    place(ready, by=BY)

    assert drafts.Draft.objects.get().answers == {}


def test_cash_confirms_at_once_when_the_phone_is_proven(draft, stall):
    egg = factories.listing(stall, price=20_000)
    ready = draft((egg, 1), method="cash")

    with pytest.raises(Changed) as refusal:
        place(ready, by=BY)
    assert [change.kind for change in refusal.value.changes] == ["method"]
    assert nothing_was_placed()

    drafts.note_proven(ready, "+6281234567890")
    order = place(ready, by=BY)

    assert (order.status, order.paid) == ("confirmed", "promised")
    assert order.seller_orders.get().status == "new"
    assert CashRecord.objects.get().proven_at is not None
    assert Message.objects.get(kind="order.placed_cash").about == f"order.Order:{order.pk}"


def test_another_phones_proof_does_not_count(draft, stall):
    ready = draft((factories.listing(stall), 1), method="cash")
    drafts.note_proven(ready, "+6281200000000")

    with pytest.raises(Changed):
        place(ready, by=BY)

    assert nothing_was_placed()


def test_lines_by_weight_freeze_their_tolerance(draft, stall, settings):
    settings.WEIGHT_TOLERANCE_BP = 1_000
    fish = factories.listing(stall, price_basis="weight", net_amount=1_000, price=32_000)
    chips = factories.listing(stall)

    order = place(draft((fish, 2), (chips, 1)), by=BY)

    rules = order.lines.order_by("pk").values_list("price_basis", "net_grams", "tolerance_bp")
    assert list(rules) == [("weight", 1_000, 1_000), ("unit", None, 0)]


def test_lines_freeze_how_long_a_problem_may_be_reported(draft, stall, settings):
    settings.COMPLAINT_WINDOW_DAYS = 3
    chips = factories.listing(stall)
    fish = factories.listing(stall, is_live=True, arrival_hours=6)
    quail = factories.listing(stall, is_live=True)

    order = place(draft((chips, 1), (fish, 1), (quail, 1)), by=BY)
    Product.objects.update(arrival_hours=1)

    assert list(order.lines.order_by("pk").values_list("complaint_hours", flat=True)) == [72, 6, 24]


def close_stall(stall):
    Partner.objects.update(closed_from=timezone.localdate())


def empty_stock(stall):
    StockRecord.objects.update(num_in_stock=0)


def pause(stall):
    Product.objects.update(state="paused", is_public=False)


def end_season(stall):
    Product.objects.update(season_mask=1 << (timezone.localdate().month % 12))


def few_left(stall):
    StockRecord.objects.update(num_in_stock=2)


def raise_price(stall):
    StockRecord.objects.update(price=26_000)


def raise_fee(stall):
    CourierBand.objects.update(fee=9_500)


def slow_down(stall):
    PartnerDelivery.objects.filter(method=Method.VILLAGE_COURIER).update(handling_days=2)


def end_courier(stall):
    PartnerDelivery.objects.filter(method=Method.VILLAGE_COURIER).delete()


@pytest.mark.parametrize(
    ("happen", "kinds", "words"),
    [
        (close_stall, ["left_out", "gone"], "Telur stays in the basket: The stall is closed."),
        (empty_stock, ["left_out", "gone"], "Telur stays in the basket: Sold out."),
        (pause, ["left_out", "gone"], "Telur stays in the basket: This is no longer for sale."),
        (end_season, ["left_out", "gone"], "Telur stays in the basket: Not in season"),
        (few_left, ["quantity"], "Telur: 2 instead of 4."),
        (raise_price, ["price"], "Telur: the price changed from Rp25.000 to Rp26.000."),
        (raise_fee, ["fee"], "Lapak Contoh: delivery costs Rp9.500 instead of Rp8.000."),
        (slow_down, ["later"], "Lapak Contoh: it arrives later"),
        (end_courier, ["delivery"], "Lapak Contoh: choose again how you receive the goods."),
    ],
)
def test_a_change_is_said_before_the_order_is_taken(draft, stall, happen, kinds, words):
    ready = draft((factories.listing(stall, title="Telur"), 4))
    happen(stall)

    with pytest.raises(Changed) as refusal, translation.override("en"):
        place(ready, by=BY)

    assert [change.kind for change in refusal.value.changes] == kinds
    assert refusal.value.changes[0].text.startswith(words)
    assert nothing_was_placed()


def test_seen_again_the_changed_order_is_taken(draft, stall):
    egg = factories.listing(stall, price=25_000)
    ready = draft((egg, 4))
    raise_price(stall)
    with pytest.raises(Changed):
        place(ready, by=BY)

    look(ready)

    assert place(ready, by=BY).total == 4 * 26_000 + 8_000


def test_what_went_out_stays_in_the_open_basket_and_the_rest_is_ordered(draft, stall):
    other = factories.partner("Lapak Tutup")
    egg, rice = factories.listing(stall), factories.listing(other)
    ready = draft((egg, 1), (rice, 2))
    opened = ready.basket_id
    Partner.objects.filter(pk=other.pk).update(accepts_orders=False)
    with pytest.raises(Changed):
        place(ready, by=BY)
    look(ready)

    order = place(ready, by=BY)

    assert list(order.lines.values_list("product_id", flat=True)) == [egg.pk]
    left = Basket.objects.get(pk=opened)
    assert (left.status, list(left.lines.values_list("product_id", "quantity"))) == (
        Basket.OPEN,
        [(rice.pk, 2)],
    )
    assert order.basket.status == Basket.SUBMITTED
    assert order.basket_id != opened
    assert place(ready, by=BY) == order


def test_a_line_added_in_another_tab_is_said(draft, stall):
    from shop.basket import lines

    ready = draft((factories.listing(stall), 1))
    lines.add(ready.basket, factories.listing(stall, title="Madu"), 1)

    with pytest.raises(Changed) as refusal, translation.override("en"):
        place(ready, by=BY)

    assert [change.text for change in refusal.value.changes] == ["Madu is new in this order."]


def test_a_line_removed_in_another_tab_is_said(draft, stall):
    from shop.basket import lines

    egg = factories.listing(stall, title="Telur")
    ready = draft((egg, 1), (factories.listing(stall), 1))
    lines.remove(ready.basket.lines.get(product=egg))

    with pytest.raises(Changed) as refusal, translation.override("en"):
        place(ready, by=BY)

    assert refusal.value.changes[0].text == "Telur is no longer in the basket."
    assert nothing_was_placed()


def test_a_village_chosen_in_another_tab_is_said(draft, stall):
    beside = factories.village("35.05.04.2011", "Sumberagung", latitude=-8.187, longitude=112.1334)
    ready = draft((factories.listing(stall), 1))
    drafts.note_village(ready, beside.code)
    drafts.note_choices(ready, {stall.pk: "village_courier::"}, {})

    with pytest.raises(Changed) as refusal, translation.override("en"):
        place(ready, by=BY)

    said = [change.text for change in refusal.value.changes]
    assert said == [f"The goods now go to Sumberagung, {beside.parent.name}."]
    assert nothing_was_placed()


def test_a_page_that_showed_nothing_places_nothing(draft, stall):
    from shop.checkout.seen import Seen

    ready = draft((factories.listing(stall), 1))
    drafts.note_check(ready, method="transfer", seen=Seen.unsealed("forged:text"))

    with pytest.raises(Changed):
        place(ready, by=BY)

    assert nothing_was_placed()


def test_the_couriers_money_is_kept_apart_from_the_sellers(draft, stall):
    PartnerDelivery.objects.create(partner=stall, method=Method.PARCEL)
    ParcelTariff.objects.create(
        courier="JNX", service="regular", first_kg=12_000, next_kg=9_000, days_min=1, days_max=2
    )
    chips = factories.listing(stall, allows_parcel=True, gross_grams=1_200)

    order = place(draft((chips, 1), choice="parcel:regular:JNX"), by=BY)

    part = order.seller_orders.get()
    assert (part.delivery_own, part.delivery_courier, part.courier) == (0, 21_000, "JNX")
    assert part.delivery_service == "regular"


def test_lines_are_written_in_stock_record_order(draft, stall):
    goods = [factories.listing(stall) for _number in range(4)]

    order = place(draft(*[(product, 1) for product in reversed(goods)]), by=BY)

    written = list(order.lines.order_by("pk").values_list("product_id", flat=True))
    assert written == [product.pk for product in goods]


def test_placing_costs_no_more_for_more_lines(draft, stall, django_assert_max_num_queries):
    few = draft((factories.listing(stall, price=1_000), 1))
    many = draft(*[(factories.listing(stall, price=1_000 + n), 1) for n in range(12)])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as first:
        place(few, by=BY)
    with CaptureQueriesContext(connection) as second:
        place(many, by=BY)

    # Each further line costs its own conditional UPDATE of stock, and nothing else.
    assert len(second) - len(first) <= 11 + 1


def test_what_was_typed_long_ago_is_forgotten(draft, stall):
    old, new = (draft((factories.listing(stall), 1)) for _number in range(2))
    drafts.Draft.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=31))

    assert drafts.forget_old() == 1
    assert drafts.forget_old() == 0
    assert drafts.typed_of(drafts.draft_of(old.basket)) == {}
    assert drafts.typed_of(drafts.draft_of(new.basket))["name"] == "Sari Contoh"
