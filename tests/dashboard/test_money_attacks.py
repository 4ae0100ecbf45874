"""Attempts to be alone where money asks for two, or to break a screen with odd input."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from shop.dashboard.amounts import RupiahField
from shop.order import complaints, states
from shop.payment import cash
from shop.payment.models import Refund
from shop.payment.refunding import granting
from shop.people.actors import actor_for
from shop.storefront.orders.forms import RefundAccountForm
from shop.villages.models import Assignment
from tests import factories, second_step
from tests.dashboard.conftest import person_of
from tests.dashboard.test_treasury import (
    address,
    browser_of,
    bumdes,
    place,
    statement,
    to_bumdes,
    treasurer,
)
from tests.factories import partner, person, village
from tests.payment.money import STAFF, paid_order
from tests.payment.test_cash import cash_order, make_ready

__all__ = ["bumdes", "place", "treasurer"]
pytestmark = pytest.mark.django_db


def give_back(browser, order, *, seen: str, **fields):
    asked = {"what": "order", "bearer": "platform", "reason": "Rusak", "seen": seen, **fields}
    return browser.post(f"/dashboard/pesanan/{order.number}/uang-kembali/", asked)


@pytest.mark.parametrize(
    "typed", ["1000.50", "1.00", "53.12", "1.0000", ".500", "1e9", "-5", "²", "1_000", "१०००"]
)
def test_only_whole_rupiah_in_groups_of_three_are_an_amount(typed):
    with pytest.raises(ValidationError):
        RupiahField().clean(typed)


@pytest.mark.parametrize("typed", ["53123", "53.123", "Rp53.123", "Rp 53.123"])
def test_an_amount_may_be_written_as_people_do(typed):
    assert RupiahField().clean(typed) == 53_123


@pytest.mark.parametrize("day", ["0001-01-01", "2024-01-01"])
def test_a_treasurers_day_is_of_the_past_year(bumdes, place, treasurer, day):
    payment = to_bumdes(place)
    answer = browser_of(treasurer).post(
        address("confirm", place, payment.pk), statement(payment, received_on=day)
    )
    assert answer.status_code == 422
    payment.refresh_from_db()
    assert payment.state == "pending"


@pytest.mark.parametrize("month", ["1-1", "0-1", "1999-12", "2026-13", "9999-1", f"{'9' * 30}-1"])
def test_a_month_that_no_book_has_is_not_found(bumdes, place, treasurer, month):
    browser = browser_of(treasurer)
    for ending in ("/", ".xlsx", ".pdf"):
        answer = browser.get(f"/kas-desa/{place.code}/buku/{month}{ending}")
        assert answer.status_code == 404
    stall = factories.stall()
    owner = factories.works_in(stall)
    desk = browser_of(owner, has_second_factor=False)
    assert desk.get(f"/lapak-saya/{stall.slug}/uang/laporan/{month}.pdf").status_code == 404


@pytest.mark.parametrize(
    "way_on",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_the_second_step_leads_nowhere_else(way_on):
    cache.clear()
    me = person_of("maker")
    second_step.set_up(me)
    answer = browser_of(me, has_second_factor=False).post(
        "/akun/dua-langkah/periksa/", {"code": second_step.code(), "next": way_on}
    )
    assert (answer.status_code, answer.url) == (302, "/akun/")


def test_a_sum_of_thousands_of_digits_only_shows_the_preview(sign_in):
    assert give_back(sign_in("maker"), paid_order(), seen="9" * 5_000).status_code == 200
    assert not Refund.objects.exists()


def test_a_treasurer_does_not_confirm_her_own_order(bumdes, place, treasurer, sign_in):
    payment = to_bumdes(place, user=treasurer)
    answer = browser_of(treasurer).post(address("confirm", place, payment.pk), statement(payment))
    assert answer.status_code == 422
    assert "Ini pesanan Anda sendiri" in answer.content.decode()
    payment.refresh_from_db()
    assert (payment.state, payment.captured) == ("pending", 0)


def test_staff_give_nothing_back_of_their_own_orders(sign_in):
    me = person_of("maker")
    order = paid_order(user=me)
    answer = give_back(browser_of(me), order, seen="50000")
    assert answer.status_code == 422
    assert "Ini pesanan Anda sendiri" in answer.content.decode()
    assert not Refund.objects.exists()


def test_small_refunds_that_are_large_together_wait_for_a_second_person(sign_in, settings):
    settings.SECOND_PERSON_ABOVE = 80_000
    order = paid_order(partner("Lapak Asri"), partner("Lapak Bumi"))
    assert give_back(sign_in("maker"), order, seen="100000").status_code == 302
    refunds = Refund.objects.order_by("pk")
    assert [one.amount for one in refunds] == [50_000, 50_000]
    assert [one.needs_release for one in refunds] == [True, True]
    assert list(Refund.objects.to_release()) == list(refunds)
    sign_in("releaser").post(f"/dashboard/pengembalian/{refunds[0].pk}/lepas/")
    assert list(Refund.objects.to_release()) == []


def test_what_went_back_already_counts_too(sign_in, settings):
    settings.SECOND_PERSON_ABOVE = 30_000
    order = paid_order()
    part = order.seller_orders.get()
    maker = sign_in("maker")
    wish = {"what": f"sum-{part.pk}", "amount": "20000"}
    give_back(maker, order, seen="20000", **wish)
    assert not Refund.objects.to_release().exists()
    Refund.objects.update(state="sent", reference="TRX")
    give_back(maker, order, seen="20000", **wish)
    assert [one.needs_release for one in Refund.objects.order_by("pk")] == [True, True]
    assert list(Refund.objects.to_release()) == [Refund.objects.last()]


def test_nobody_makes_herself_a_treasurer():
    me = person_of("support")
    here = village()
    fields = {"role": "treasurer", "region": here.code, "starts": "2026-11-01"}
    me.email = "petugas@example.org"
    me.save()
    browser = browser_of(me)
    answer = browser.post("/dashboard/penugasan/", {"person": me.email, **fields})
    assert answer.status_code == 422
    assert "Harus orang lain" in answer.content.decode()
    assert not Assignment.objects.exists()
    other = person(email="sari@example.org")
    browser.post("/dashboard/penugasan/", {"person": other.email, **fields})
    assert Assignment.objects.get().person == other


def test_assigning_asks_for_the_second_step():
    me = person_of("support")
    answer = browser_of(me, has_second_factor=False).get("/dashboard/penugasan/")
    assert answer.status_code == 302
    assert answer.url.startswith("/akun/dua-langkah/")


@pytest.mark.parametrize(
    "way", ["users/", "users/1/", "groups/", "groups/new/", "bulk/people/user/assign_role/"]
)
def test_the_content_screens_are_no_second_way_to_rights(way):
    me = person(is_staff=True, is_superuser=True)
    browser = browser_of(me, has_second_factor=False)
    answer = browser.get(f"/cms/{way}", follow=True)
    assert answer.redirect_chain[0][0] in ("/admin/people/user/", "/admin/auth/group/")
    assert answer.redirect_chain[1][0].startswith("/akun/dua-langkah/")
    browser.post(f"/cms/{way}", {"name": "Semua boleh"})
    assert second_step.passed(browser, me).get(f"/cms/{way}", follow=True).status_code == 200


@pytest.mark.parametrize(("bearer", "waits"), [("platform", True), ("seller", False)])
def test_cash_that_the_platform_makes_up_for_waits_for_a_second_person(
    sign_in, settings, bearer, waits
):
    settings.SECOND_PERSON_ABOVE = 30_000
    _order, [part], _payments = cash_order()
    make_ready(part)
    cash.received(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    me = person_of("support")
    refund = granting.grant(part, goods=50_000, bearer=bearer, reason="Basi", by=actor_for(me))
    assert (refund.way, refund.needs_release) == ("hand", waits)
    assert Refund.objects.to_release().exists() == waits
    releaser = sign_in("releaser")
    word = ">Lepas<" if waits else "Penjual sudah mengembalikan"
    assert word in releaser.get("/dashboard/pengembalian/").content.decode()
    releaser.post(f"/dashboard/pengembalian/{refund.pk}/tunai/")
    refund.refresh_from_db()
    assert refund.is_settled != waits
    releaser.post(f"/dashboard/pengembalian/{refund.pk}/lepas/")
    releaser.post(f"/dashboard/pengembalian/{refund.pk}/tunai/")
    refund.refresh_from_db()
    assert refund.is_settled


@pytest.mark.parametrize("number", ["²²²²²²²²", "१२३४५६७८", "12345"])
def test_an_account_number_has_plain_digits(number):
    form = RefundAccountForm({"bank": "Bank Contoh", "number": number, "holder": "Sari"})
    assert "number" in form.errors


def test_staff_take_no_step_of_their_own_orders_and_settle_no_problem_of_them():
    me = person_of("support")
    order = paid_order(user=me)
    part = order.seller_orders.get()
    browser = browser_of(me)
    page = f"/dashboard/pesanan/{order.number}/"
    answer = browser.post(f"{page}{part.pk}/terima/", follow=True)
    assert "Ini pesanan Anda sendiri" in answer.content.decode()
    for step in (states.accept, states.ready, states.hand_over):
        step(part, by=STAFF)
    problem = complaints.open_complaint(
        part, text="Pecah", units={part.lines.get().pk: 1}, by=actor_for(me)
    )
    asked = {"outcome": "full_refund", "bearer": "platform", "reason": "Pecah"}
    answer = browser.post(f"/dashboard/komplain/{problem.pk}/tutup/", asked)
    assert answer.status_code == 422
    assert "Ini pesanan Anda sendiri" in answer.content.decode()
    assert not Refund.objects.exists()
