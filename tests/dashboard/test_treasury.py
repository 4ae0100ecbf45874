"""A village treasurer's pages: her own collector's money, while she is assigned."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from shop.order import states
from shop.order.models import Order
from shop.payment import cash_book, methods
from shop.payment.models import Collector, Payment, PayoutBatch
from shop.people.actors import SYSTEM
from tests import second_step
from tests.factories import assigned, bank_account, partner, person, placed_order, village

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return village()


@pytest.fixture
def bumdes(place) -> Collector:
    collector = Collector.objects.create(kind="village", region=place, name="BUMDes Contoh")
    bank_account(collector=collector, number="0000-777")
    return collector


@pytest.fixture
def treasurer(place):
    return assigned("treasurer", place)


def browser_of(user, *, has_second_factor=True) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return second_step.passed(browser, user) if has_second_factor else browser


def to_bumdes(place, **fields) -> Payment:
    """Return the open transfer of an order whose only seller is of the village."""
    seller = partner("Lapak Asri", village=place)
    return methods.start(placed_order(seller, **fields), method="transfer", by=SYSTEM)[0]


def address(name: str, place, *more) -> str:
    return reverse(f"treasury:{name}", args=[place.code, *more])


def statement(payment: Payment, **fields) -> dict:
    prefix = f"uang-{payment.pk}"
    shown = {"amount": payment.total, "received_on": timezone.localdate(), "reference": "TRF SARI"}
    return {f"{prefix}-{name}": value for name, value in {**shown, **fields}.items()}


def test_her_only_village_opens_at_once(bumdes, place, treasurer):
    answer = browser_of(treasurer).get(reverse("treasury:choose"))
    assert answer.url == address("overview", place)


def test_she_confirms_what_came_to_her_account(bumdes, place, treasurer):
    payment = to_bumdes(place)
    assert payment.collector == bumdes
    browser = browser_of(treasurer)
    assert payment.order.number in browser.get(address("payments", place)).content.decode()
    answer = browser.post(address("confirm", place, payment.pk), statement(payment))
    assert answer.status_code == 302
    payment.refresh_from_db()
    assert (payment.state, payment.order.status) == ("captured", Order.State.CONFIRMED)
    assert cash_book.in_hands(bumdes) == payment.total


def test_a_wrong_amount_keeps_what_was_typed(bumdes, place, treasurer):
    payment = to_bumdes(place)
    answer = browser_of(treasurer).post(
        address("confirm", place, payment.pk), statement(payment, amount="1,5")
    )
    assert answer.status_code == 422
    assert "TRF SARI" in answer.content.decode()
    assert cash_book.in_hands(bumdes) == 0


def test_money_that_came_too_late_is_found_by_number_and_goes_back(bumdes, place, treasurer):
    payment = to_bumdes(place)
    states.cancel(payment.order, by=SYSTEM)
    browser, page = browser_of(treasurer), address("payments", place)
    assert payment.order.number not in browser.get(page).content.decode()
    shown = browser.get(page, {"nomor": payment.order.number.replace("-", " ")}).content.decode()
    assert f"<b>{payment.order.number}</b>" in shown
    assert "Pembayaran ini sudah selesai" in shown
    wrong = browser.post(address("confirm", place, payment.pk), statement(payment, amount="1,5"))
    assert wrong.status_code == 422
    assert "TRF SARI" in wrong.content.decode()
    browser.post(address("confirm", place, payment.pk), statement(payment))
    payment.refresh_from_db()
    assert (payment.state, payment.refunding) == ("cancelled", payment.total)
    assert cash_book.in_hands(bumdes) == payment.total


def test_a_number_of_another_collectors_order_finds_nothing(bumdes, place, treasurer):
    elsewhere = methods.start(_of_the_platform(), method="transfer", by=SYSTEM)[0]
    states.cancel(elsewhere.order, by=SYSTEM)
    shown = browser_of(treasurer).get(address("payments", place), {"nomor": elsewhere.order.number})
    assert f"<b>{elsewhere.order.number}</b>" not in shown.content.decode()
    assert "Tidak ada pembayaran ke desa ini" in shown.content.decode()


def test_money_of_another_collector_is_not_hers(bumdes, place, treasurer):
    elsewhere = methods.start(_of_the_platform(), method="transfer", by=SYSTEM)[0]
    answer = browser_of(treasurer).post(
        address("confirm", place, elsewhere.pk), statement(elsewhere)
    )
    assert answer.status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.state == "pending"


def _of_the_platform() -> Order:
    bank_account()
    return placed_order(partner("Lapak Jauh", village=village("35.05.06.2013", "Maliran")))


@pytest.mark.parametrize("name", ["overview", "payments", "refunds", "payouts"])
def test_nobody_else_learns_what_is_there(bumdes, place, treasurer, name):
    other = assigned("treasurer", village("35.05.06.2013", "Maliran"))
    Collector.objects.create(kind="village", region=village("35.05.06.2013", "Maliran"))
    former = person()
    assignment = assigned("treasurer", place).assignments.get()
    assignment.starts = assignment.ends = timezone.localdate() - timedelta(days=1)
    assignment.save()
    for stranger in (other, former, assignment.person, assigned("volunteer", place)):
        assert browser_of(stranger).get(address(name, place)).status_code == 404
    without = browser_of(treasurer, has_second_factor=False).get(address(name, place))
    assert without.status_code == 302
    assert "/akun/" in without.url
    assert Client().get(address(name, place)).status_code == 302


def test_the_cash_book_is_the_same_on_screen_paper_and_in_the_spreadsheet(bumdes, place, treasurer):
    payment = to_bumdes(place)
    browser = browser_of(treasurer)
    browser.post(address("confirm", place, payment.pk), statement(payment))
    today = timezone.localdate()
    page = browser.get(address("book", place, today.year, today.month)).content.decode()
    assert payment.order.number in page
    sheet = browser.get(address("book-sheet", place, today.year, today.month))
    rows = list(load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert rows[-1][3:] == (payment.total, 0, payment.total)
    paper = browser.get(address("book-paper", place, today.year, today.month))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_a_month_to_come_has_no_book(bumdes, place, treasurer):
    year = timezone.localdate().year + 1
    assert browser_of(treasurer).get(address("book", place, year, 1)).status_code == 404
    assert browser_of(treasurer).get(address("book", place, year, 13)).status_code == 404


def test_her_batch_waits_for_another_person(bumdes, place, treasurer):
    payment = to_bumdes(place)
    browser = browser_of(treasurer)
    browser.post(address("confirm", place, payment.pk), statement(payment))
    part = payment.order.seller_orders.get()
    for step in (states.accept, states.ready, states.hand_over, states.complete):
        step(part, by=SYSTEM)
    part.partner.payout_accounts.create(
        bank="Bank Contoh",
        number="12345678",
        holder="Asri",
        payable_from=timezone.now() - timedelta(days=1),
    )
    assert browser.post(address("payout-draft", place)).status_code == 302
    batch = PayoutBatch.objects.get()
    assert (batch.collector, batch.made_by, batch.state) == (bumdes, treasurer, "draft")
    assert batch.payouts.get().amount == payment.due
    assert "Lapak Asri" in browser.get(address("payouts", place)).content.decode()
