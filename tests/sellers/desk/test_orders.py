"""Orders at the desk: what is listed, which steps are offered, what each does and refuses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.history.models import Event
from shop.order import complaints, states
from shop.order.models import Line, SellerOrder
from shop.payment import cash, methods
from shop.payment.models import Collector, Refund
from shop.payment.paying_out import statements
from shop.payment.proving.checks import problems
from shop.payment.refunding import granting
from shop.people.actors import SYSTEM
from tests import factories
from tests.payment.money import BUYER, paid_order

pytestmark = pytest.mark.django_db
LIST_QUERIES = 14


@pytest.fixture
def seller():
    return factories.stall(slug="bu-sri", name="Bu Sri Contoh")


@pytest.fixture
def owner(client, seller):
    person = factories.works_in(seller)
    client.force_login(person)
    return person


def cash_part(seller, **fields) -> SellerOrder:
    order = factories.placed_order(seller.partner, phone_proven_at=timezone.now(), **fields)
    methods.start(order, method="cash", by=BUYER)
    return order.seller_orders.get()


def paid_part(seller, **fields) -> SellerOrder:
    return paid_order(seller.partner, **fields).seller_orders.get()


def moved(part: SellerOrder, *verbs) -> SellerOrder:
    for verb in verbs:
        verb(part, by=SYSTEM)
    return part


def by_weight(part: SellerOrder) -> SellerOrder:
    Line.objects.filter(seller_order=part).update(
        price_basis="weight", net_grams=1000, tolerance_bp=1000
    )
    return part


def address(name: str, part: SellerOrder, *rest: str) -> str:
    return reverse(f"desk:{name}", args=["bu-sri", part.order.number, *rest])


def press(client, part: SellerOrder, step: str, **answers) -> str:
    """Take a step; return what was said afterwards, and refresh the part."""
    response = client.post(address("step", part, step), answers, follow=True)
    part.refresh_from_db()
    return [str(message) for message in response.context["messages"]]


def offered(client, part: SellerOrder) -> list[str]:
    context = client.get(address("order", part)).context
    first = [context["first"].name] if context["first"] else []
    return first + [step.name for step, _direct in context["rest"]]


def test_each_state_offers_exactly_its_steps(client, seller, owner):
    part = cash_part(seller)
    assert offered(client, part) == ["terima", "tolak"]
    states.accept(part, by=SYSTEM)
    assert offered(client, part) == ["siap", "kurang", "batal"]
    states.ready(part, by=SYSTEM)
    assert offered(client, part) == ["serah", "tidak-datang", "batal"]
    states.hand_over(part, by=SYSTEM)
    assert offered(client, part) == ["uang"]


def test_goods_by_weight_are_weighed_before_they_are_ready(client, seller, owner):
    part = by_weight(paid_part(seller, delivery="parcel", courier_fee=9_000))
    states.accept(part, by=SYSTEM)
    assert offered(client, part) == ["timbang", "kurang", "batal"]
    states.weigh(part, {part.lines.get().pk: 1_950}, by=SYSTEM)
    assert offered(client, part) == ["siap", "batal"]
    states.ready(part, by=SYSTEM)
    assert offered(client, part) == ["kirim", "serah", "batal"]


def test_accepting_twice_does_no_harm(client, seller, owner):
    part = paid_part(seller)
    assert press(client, part, "terima") == [
        "Anda menerima pesanan ini. Pembeli sudah diberi tahu."
    ]
    assert press(client, part, "terima") == ["Ini sudah dicatat tadi."]
    assert part.status == "accepted"
    assert Event.objects.about(part).filter(verb="seller_order.accepted").count() == 1


def test_a_step_too_late_says_why_and_where_it_stands(client, seller, owner):
    part = paid_part(seller)
    states.decline(part, by=SYSTEM, reason="Habis")
    told = press(client, part, "terima")
    assert told == [
        f"“Terima pesanan” sudah tidak bisa: pesanan {part.order.number} sekarang "
        "“Ditolak penjual”."
    ]
    assert part.status == "declined"


def test_declining_wants_a_reason_that_the_buyer_reads(client, seller, owner):
    part = paid_part(seller)
    page = client.post(address("step", part, "tolak"), {"choice": "other", "words": ""})
    assert page.status_code == 422
    assert "Isi alasannya; pembeli membacanya." in page.content.decode()
    part.refresh_from_db()
    assert part.status == "new"
    press(client, part, "tolak", choice="sold_out", words="Besok ada lagi")
    assert (part.status, part.decline_reason) == ("declined", "Barang habis. Besok ada lagi")


def test_the_reason_is_said_in_the_language_of_the_order(client, seller, owner):
    part = paid_part(seller, language="en")
    press(client, part, "tolak", choice="sold_out", words="")
    assert part.decline_reason == "The goods are sold out"


def test_handing_over_notes_the_cash_too(client, seller, owner):
    part = moved(cash_part(seller), states.accept, states.ready)
    assert "Tagih tunai Rp50.000." in client.get(address("step", part, "serah")).content.decode()
    press(client, part, "serah", is_paid="1")
    assert part.status == "handed_over"
    assert part.payments.get().state == "captured"
    assert press(client, part, "uang") == ["Ini sudah dicatat tadi."]


def test_handing_over_without_cash_asks_for_it_later(client, seller, owner):
    part = moved(cash_part(seller), states.accept, states.ready)
    press(client, part, "serah", is_paid="0")
    assert (part.status, part.payments.get().state) == ("handed_over", "promised")
    press(client, part, "uang")
    assert part.payments.get().state == "captured"


def cash_refund(seller, amount=10_000) -> SellerOrder:
    """Return a part whose cash the stall has, of which some goes back to the buyer."""
    part = moved(cash_part(seller), states.accept, states.ready, states.hand_over)
    cash.received(part, by=SYSTEM)
    granting.grant(part, goods=amount, bearer="seller", reason="Pecah", by=SYSTEM)
    return part


def test_the_owner_notes_that_she_gave_cash_back_once(client, seller, owner):
    part = cash_refund(seller)
    refund = part.order.refunds.get()
    assert offered(client, part) == ["kembali"]
    asked = client.get(address("step", part, "kembali")).content.decode()
    assert "Kembalikan Rp10.000 tunai ke pembeli." in asked
    sent = {"refund": refund.pk}
    assert press(client, part, "kembali", **sent) == ["Tercatat: uang sudah kembali ke pembeli."]
    assert press(client, part, "kembali", **sent) == ["Ini sudah dicatat tadi."]
    refund.refresh_from_db()
    assert (refund.state, refund.is_in_hand, offered(client, part)) == ("sent", True, [])
    assert statements.of(seller.partner).in_hand == 40_000
    events = Event.objects.about(part.order).filter(verb="refund.paid_in_cash")
    assert [event.person_id for event in events] == [owner.pk]
    assert "Rp40.000" in client.get(address("order", part)).context["card"].paid


def test_a_refund_stands_between_the_goods_and_what_the_buyer_pays(client, seller, owner):
    sums = client.get(address("order", cash_refund(seller))).context["sums"]
    assert [(line.label, line.amount) for line in sums] == [
        ("Barang", 50_000),
        ("Kembali ke pembeli", -10_000),
        ("Dibayar pembeli", 40_000),
    ]


def test_cash_to_give_back_is_work_for_today_until_it_is_given(client, seller, owner):
    part = cash_refund(seller)
    [row] = client.get(reverse("desk:today", args=["bu-sri"])).context["work"].rows
    assert (row.card.part, row.step.name) == (part, "kembali")
    press(client, part, "kembali", refund=part.order.refunds.get().pk)
    assert client.get(reverse("desk:today", args=["bu-sri"])).context["work"].rows == []


def test_only_cash_of_this_order_is_given_back_at_the_desk(client, seller, owner):
    part, other = cash_refund(seller), cash_refund(factories.stall(slug="tetangga"))
    transfer = paid_part(seller)
    states.decline(transfer, by=SYSTEM, reason="Habis")
    assert offered(client, transfer) == []
    for order in (other.order, transfer.order):
        sent = {"refund": order.refunds.get().pk}
        assert client.post(address("step", part, "kembali"), sent).status_code == 422
        assert not order.refunds.filter(state="sent").exists()


def test_a_volunteer_gives_no_cash_back_for_the_stall(client, seller):
    factories.works_in(seller)
    volunteer = factories.assigned("volunteer", seller.partner.village)
    factories.consented(volunteer, seller)
    client.force_login(volunteer)
    part = cash_refund(seller)
    refund = part.order.refunds.get()
    assert offered(client, part) == []
    assert client.get(address("step", part, "kembali")).status_code == 403
    sent = {"refund": refund.pk}
    assert client.post(address("step", part, "kembali"), sent).status_code == 403
    refund.refresh_from_db()
    assert refund.state == "approved"


def test_nobody_came_cancels(client, seller, owner):
    part = moved(cash_part(seller), states.accept, states.ready)
    press(client, part, "tidak-datang")
    assert (part.status, part.payments.get().missed_at is not None) == ("cancelled", True)


def test_a_parcel_keeps_its_tracking_number(client, seller, owner):
    part = moved(
        paid_part(seller, delivery="parcel", courier_fee=9_000), states.accept, states.ready
    )
    press(client, part, "kirim", tracking_number="JX123")
    assert (part.status, part.tracking_number) == ("sent", "JX123")


def test_opening_a_step_page_changes_nothing(client, seller, owner):
    part = moved(cash_part(seller), states.accept, states.ready)
    for step in ("serah", "tidak-datang", "batal"):
        assert client.get(address("step", part, step)).status_code == 200
    assert client.get(address("step", part, "terima")).status_code == 302
    part.refresh_from_db()
    assert part.status == "ready"


def test_weighing_promises_before_it_saves(client, seller, owner):
    part = by_weight(moved(paid_part(seller), states.accept))
    line = part.lines.get()
    name = f"berat-{line.pk}"
    preview = client.post(address("weigh", part), {name: "1,9"})
    assert preview.status_code == 200
    assert "Rp2.500 dikembalikan ke pembeli" in preview.content.decode()
    part.refresh_from_db()
    assert part.status == "accepted"
    client.post(address("weigh", part), {name: "1,9", "simpan": "1"})
    part.refresh_from_db()
    line.refresh_from_db()
    assert (part.status, line.final_grams) == ("weighed", 1900)
    assert sum(change.goods for change in line.adjustments.all()) == -2_500


def test_a_weight_far_off_is_asked_once_more(client, seller, owner):
    part = by_weight(moved(paid_part(seller), states.accept))
    name = f"berat-{part.lines.get().pk}"
    asked = client.post(address("weigh", part), {name: "0,9", "simpan": "1"})
    assert asked.status_code == 422
    part.refresh_from_db()
    assert part.status == "accepted"
    client.post(address("weigh", part), {name: "0,9", "simpan": "1", "yakin": "1"})
    part.refresh_from_db()
    assert part.status == "weighed"


def test_a_bad_weight_keeps_what_was_typed(client, seller, owner):
    part = by_weight(moved(paid_part(seller), states.accept))
    page = client.post(address("weigh", part), {f"berat-{part.lines.get().pk}": "dua kilo"})
    assert page.status_code == 422
    assert 'value="dua kilo"' in page.content.decode()


def test_missing_units_come_off_once(client, seller, owner):
    part = moved(paid_part(seller, quantity=3), states.accept)
    line = part.lines.get()
    sent = {"left": "3", f"kurang-{line.pk}": "1", "reason": "Pecah"}
    for _press in range(2):
        client.post(address("short", part), sent)
    assert [change.units for change in line.adjustments.all()] == [1]


def test_all_units_missing_is_a_cancellation(client, seller, owner):
    part = moved(paid_part(seller), states.accept)
    line = part.lines.get()
    page = client.post(address("short", part), {"left": "2", f"kurang-{line.pk}": "2"})
    assert page.status_code == 422
    assert not line.adjustments.exists()


def complained(seller):
    part = moved(paid_part(seller), states.accept, states.ready, states.hand_over)
    line = part.lines.get()
    complaints.open_complaint(part, text="Dua telur pecah", units={line.pk: 1}, by=BUYER)
    part.refresh_from_db()
    return part


def test_the_stall_answers_a_problem(client, seller, owner):
    part = complained(seller)
    assert offered(client, part) == ["komplain"]
    client.post(address("complaint", part), {"text": "Kami ganti besok."})
    assert part.complaints.get().answer == "Kami ganti besok."
    assert offered(client, part) == []


def test_cash_that_she_got_is_noted_though_a_problem_waits(client, seller, owner):
    part = moved(cash_part(seller), states.accept, states.ready, states.hand_over)
    line = part.lines.get()
    complaints.open_complaint(part, text="Dua telur pecah", units={line.pk: 1}, by=BUYER)
    assert offered(client, part) == ["komplain", "uang"]
    press(client, part, "uang")
    assert part.payments.get().state == "captured"
    assert offered(client, part) == ["komplain"]


def test_a_volunteer_does_every_step_but_answers_no_problem(client, seller):
    factories.works_in(seller)
    volunteer = factories.assigned("volunteer", seller.partner.village)
    factories.consented(volunteer, seller)
    client.force_login(volunteer)
    part = paid_part(seller)
    press(client, part, "terima")
    event = Event.objects.about(part).get(verb="seller_order.accepted")
    assert (event.person_id, event.on_behalf_of_id is not None) == (volunteer.pk, True)
    other = complained(seller)
    assert offered(client, other) == []
    assert client.post(address("complaint", other), {"text": "Maaf"}).status_code == 403
    assert other.complaints.get().answer == ""


def test_another_stalls_order_is_not_found_and_unchanged(client, seller, owner):
    part = paid_part(factories.stall(slug="tetangga"))
    for name in ("order", "weigh", "short", "packing", "complaint"):
        assert client.get(address(name, part)).status_code == 404
        assert client.post(address(name, part)).status_code == 404
    assert client.post(address("step", part, "terima")).status_code == 404
    part.refresh_from_db()
    assert part.status == "new"


def test_a_neighbours_refund_in_the_same_order_is_not_told(client, seller, owner):
    neighbour = factories.stall(slug="tetangga")
    order = paid_order(seller.partner, neighbour.partner)
    own, other = [order.seller_orders.get(partner=s.partner) for s in (seller, neighbour)]
    moved(own, states.accept, states.ready, states.hand_over)
    states.decline(other, by=SYSTEM, reason="Ayamnya sakit")
    granting.grant(own, goods=7_000, bearer="seller", reason="Telur retak", by=SYSTEM)
    events = client.get(address("order", own)).context["events"]
    [told] = [event for event in events if event.title == "Uang dikembalikan ke pembeli"]
    assert "Rp7.000" in told.text


def test_unpaid_orders_are_not_shown(client, seller, owner):
    unpaid = factories.placed_order(seller.partner).seller_orders.get()
    assert client.get(address("order", unpaid)).status_code == 404
    assert list(client.get(reverse("desk:orders", args=["bu-sri"])).context["rows"]) == []


def test_chips_keep_and_count_their_orders(client, seller, owner):
    new = paid_part(seller)
    ready = moved(paid_part(seller), states.accept, states.ready)
    context = client.get(reverse("desk:orders", args=["bu-sri"]), {"isi": "siap"}).context
    assert [row.card.part for row in context["rows"]] == [ready]
    assert {heap.name: heap.count for heap in context["heaps"]} == {
        "dijawab": 1,
        "diproses": 0,
        "siap": 1,
        "dikirim": 0,
        "masalah": 0,
        "selesai": 0,
    }
    assert new.status == "new"


def test_the_list_costs_the_same_for_more_orders(client, seller, owner, django_assert_num_queries):
    for _order in range(3):
        paid_part(seller)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("desk:orders", args=["bu-sri"]))
    for _order in range(4):
        paid_part(seller)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("desk:orders", args=["bu-sri"]))


def test_a_helper_sees_the_cash_but_not_the_commission(client, seller):
    helper = factories.works_in(seller, "helper")
    client.force_login(helper)
    part = paid_part(seller, commission_bp=500)
    page = client.get(address("order", part)).content.decode()
    assert "Dibayar pembeli" in page
    assert "Komisi" not in page
    assert "Untuk Anda" not in page


def test_the_buyers_contact_goes_after_the_order_is_over(client, seller, owner):
    part = paid_part(seller)
    phone = part.order.recipient_phone
    assert (
        f"https://wa.me/{phone.removeprefix('+')}"
        in client.get(address("order", part)).content.decode()
    )
    states.decline(part, by=SYSTEM, reason="Habis")
    page = client.get(address("order", part)).content.decode()
    assert "wa.me" not in page
    assert "Sari Contoh" not in page


def test_nobody_calls_demo_people(client, seller, owner):
    part = paid_part(seller, is_demo=True)
    page = client.get(address("order", part)).content.decode()
    assert "wa.me" not in page
    assert "tel:" not in page


def test_packing_lists_name_no_price_but_the_cash(client, seller, owner):
    cash = moved(cash_part(seller), states.accept)
    paid = moved(paid_part(seller), states.accept)
    moved(paid_part(seller), states.accept, states.ready)
    page = client.get(reverse("desk:packing-all", args=["bu-sri"]))
    assert {card.part for card, _packed in page.context["rows"]} == {cash, paid}
    assert page.content.decode().count("Rp") == 1
    assert "Tagih tunai Rp50.000." in page.content.decode()
    assert "Rp" not in client.get(address("packing", paid)).content.decode()


def test_picking_adds_up_the_same_goods(client, seller, owner):
    for quantity in (2, 3):
        part = moved(paid_part(seller, quantity=quantity), states.accept)
        part.lines.update(title="Telur Ayam")
    page = client.get(reverse("desk:packing-all", args=["bu-sri"]))
    assert [(pick.title, pick.units) for pick in page.context["picks"]] == [("Telur Ayam", 5)]


def test_the_time_left_is_said(client, seller, owner):
    part = paid_part(seller)
    SellerOrder.objects.filter(pk=part.pk).update(
        answer_by=timezone.now() + timedelta(minutes=40, seconds=30)
    )
    assert "40 menit lagi" in client.get(address("order", part)).content.decode()


def test_the_owner_transfers_back_what_came_to_her_own_account(client, seller, owner):
    own = factories.bank_account(
        collector=Collector.objects.create(kind="seller", partner=seller.partner)
    )
    part = paid_part(seller)
    states.decline(part, by=SYSTEM, reason="Habis")
    refund = part.order.refunds.get()
    assert refund.collector == own.collector
    Refund.objects.update(state="approved", bank="Bank Contoh", number="0012", holder="Sari")
    assert (refund.way, offered(client, part)) == ("bank", ["transfer-kembali"])
    asked = client.get(address("step", part, "transfer-kembali")).content.decode()
    assert "Transfer Rp50.000 ke Bank Contoh, 0012, atas nama Sari." in asked
    [row] = client.get(reverse("desk:today", args=["bu-sri"])).context["work"].rows
    assert row.step.name == "transfer-kembali"

    sent = {"refund": refund.pk, "reference": "TRX-1"}
    assert press(client, part, "transfer-kembali", **sent) == [
        "Dicatat: pembeli membaca bahwa uangnya sudah dikirim."
    ]
    refund.refresh_from_db()
    assert (refund.state, refund.paid_from, offered(client, part)) == ("sent", own, [])
    assert problems() == []
