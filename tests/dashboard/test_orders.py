"""The seller's steps in the staff's hands, the packing slip, and what a buyer's page then says."""

import re
from html import unescape

import pytest

from shop.order import states
from shop.order.models import Order, SellerOrder
from shop.payment import methods
from shop.payment.models import CashRecord, Payment
from tests import factories
from tests.payment.money import BUYER, STAFF, paid_order, transfer_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def support(sign_in):
    return sign_in("support")


def text_of(page) -> str:
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())


def step(browser, part, name, **answers):
    return browser.post(
        f"/dashboard/pesanan/{part.order.number}/{part.pk}/{name}/", answers, follow=True
    )


def status_of(part) -> str:
    return SellerOrder.objects.get(pk=part.pk).status


def cash_order():
    order = factories.placed_order()
    CashRecord.objects.create(phone=order.guest_phone, proven_at=order.date_placed)
    methods.start(order, method="cash", by=BUYER)
    return order.seller_orders.get()


def test_a_parcel_goes_its_way(support):
    part = paid_order(delivery="parcel", fee=9_000).seller_orders.get()

    for name, status in [("terima", "accepted"), ("siap", "ready")]:
        assert "Tersimpan" in text_of(step(support, part, name))
        assert status_of(part) == status
    page = step(support, part, "kirim", tracking_number="JX 12/34")
    assert "JX 12/34" in text_of(page)
    step(support, part, "serah")

    assert status_of(part) == "handed_over"


def test_declining_needs_a_reason_and_gives_the_money_back(support):
    part = paid_order().seller_orders.get()

    page = step(support, part, "tolak", reason="  ")
    assert "Tulis alasannya dulu" in text_of(page)
    assert status_of(part) == "new"
    step(support, part, "tolak", reason="Panen gagal")

    assert status_of(part) == "declined"
    assert part.order.refunds.get().amount == 50_000


def test_cash_is_received_and_handed_over(support):
    part = cash_order()
    for name in ("terima", "siap", "uang", "serah"):
        step(support, part, name)

    assert status_of(part) == "handed_over"
    assert Payment.objects.get(seller_order=part).state == "captured"


def test_nobody_came_is_noted_on_the_phone(support):
    part = cash_order()
    for name in ("terima", "siap", "tidak-datang"):
        step(support, part, name)

    assert status_of(part) == "cancelled"
    assert CashRecord.objects.get(phone=part.order.guest_phone).no_shows == 1


def test_only_steps_that_fit_are_offered(support):
    part = paid_order().seller_orders.get()

    page = support.get(f"/dashboard/pesanan/{part.order.number}/").content.decode()

    offered = set(re.findall(rf"/{part.pk}/([a-z-]+)/\"", page))
    assert offered == {"terima", "tolak", "batal", "slip"}


def test_a_step_out_of_turn_is_refused_in_words(support):
    part = paid_order().seller_orders.get()

    page = step(support, part, "serah")

    assert "Ini sudah tidak bisa" in text_of(page)
    assert status_of(part) == "new"


@pytest.mark.parametrize("name", ["hapus", "x" * 60])
def test_an_unknown_step_is_not_found(support, name):
    part = paid_order().seller_orders.get()

    assert step(support, part, name).status_code == 404


def test_a_part_is_reached_only_by_its_own_order(support):
    part = paid_order().seller_orders.get()
    other = factories.placed_order()

    answer = support.post(f"/dashboard/pesanan/{other.number}/{part.pk}/terima/")

    assert answer.status_code == 404
    assert status_of(part) == "new"


def test_support_cancels_an_unpaid_order(support):
    order = transfer_order().order

    support.post(f"/dashboard/pesanan/{order.number}/batal/", {"reason": "Diminta lewat telepon"})

    assert Order.objects.get(pk=order.pk).status == "cancelled"


def test_finance_sees_orders_without_steps(sign_in):
    part = paid_order().seller_orders.get()

    page = sign_in("maker").get(f"/dashboard/pesanan/{part.order.number}/").content.decode()

    assert "/terima/" not in page
    assert "/batal/" not in page


def test_a_gifts_slip_shows_the_greeting_and_no_price(support):
    part = paid_order(is_gift=True, greeting="Selamat ulang tahun").seller_orders.get()

    page = text_of(support.get(f"/dashboard/pesanan/{part.order.number}/{part.pk}/slip/"))

    assert "Selamat ulang tahun" in page
    assert part.lines.get().title in page
    assert "Rp" not in page


def test_an_own_orders_slip_shows_prices(support):
    part = paid_order().seller_orders.get()

    page = text_of(support.get(f"/dashboard/pesanan/{part.order.number}/{part.pk}/slip/"))

    assert "Rp50.000" in page


def test_the_slip_names_nobody_before_the_seller_has_to_act(support):
    part = transfer_order().order.seller_orders.get()

    page = text_of(support.get(f"/dashboard/pesanan/{part.order.number}/{part.pk}/slip/"))

    assert "0813" not in page


@pytest.mark.parametrize("words", ["", "9000", "Lapak", "%", "x" * 80])
def test_the_list_is_searched_and_paged(support, words):
    for _number in range(31):
        factories.placed_order()

    for page in ("1", "2", "99", "x"):
        assert support.get("/dashboard/pesanan/", {"q": words, "hal": page}).status_code == 200


def test_the_list_shows_what_waits(support):
    waiting, unpaid = paid_order(), transfer_order().order
    states.accept(waiting.seller_orders.get(), by=STAFF)

    page = text_of(support.get("/dashboard/pesanan/?untuk=diurus"))

    assert waiting.number in page
    assert unpaid.number not in page
