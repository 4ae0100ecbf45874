"""Orders that lapse, sent goods that count as received, and money that comes too late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.checkout.expiry import complete_due, expire_due
from shop.communication.models import Message
from shop.order import states
from shop.order.models import Order, SellerOrder
from shop.partner import reservation
from shop.partner.models import StockRecord
from shop.payment import methods
from shop.payment.card import calls
from shop.payment.models import Payment, ProviderCall, Refund
from shop.payment.proving.checks import problems
from tests.factories import partner
from tests.payment.cards import again, card_order, open_page
from tests.payment.money import STAFF, paid_order, receive, standing, transfer_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ledger_stays_whole(db):
    yield
    assert problems() == []


def lapsed(*owners, **fields):
    payment = transfer_order(*owners, **fields)
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert expire_due() == 1
    payment.refresh_from_db()
    payment.order.refresh_from_db()
    return payment


def test_an_unpaid_order_lapses_once_and_gives_its_stock_back():
    payment = lapsed()
    assert (payment.order.status, payment.state) == ("expired", "expired")
    stockrecord = StockRecord.objects.get()
    assert (stockrecord.num_in_stock, stockrecord.num_allocated) == (2, 0)
    assert expire_due() == 0
    assert Message.objects.filter(kind="order.expired").count() == 1


def test_paid_and_proven_orders_do_not_lapse():
    order = paid_order()
    Order.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert expire_due() == 0
    order.refresh_from_db()
    assert order.status == "confirmed"


def test_short_money_goes_back_when_the_order_lapses():
    payment = transfer_order()
    receive(payment, 20_000)
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert expire_due() == 1
    assert Refund.objects.get().amount == 20_000
    assert standing(payment) == {f"bank:{payment.account_id}": 20_000, "refund_due": -20_000}


def test_late_money_revives_an_order_whose_goods_are_still_there():
    payment = lapsed(partner(), partner())
    receive(payment, named=False)
    assert (payment.state, payment.order.status, payment.order.paid) == (
        "captured",
        "confirmed",
        "yes",
    )
    assert {part.status for part in payment.order.seller_orders.all()} == {"new"}
    assert list(StockRecord.objects.values_list("num_allocated", flat=True)) == [2, 2]
    assert standing(payment) == {
        f"bank:{payment.account_id}": 100_001,
        "order": -100_000,
        "code": -1,
    }


def test_late_money_goes_back_when_one_line_is_gone():
    payment = lapsed(partner(), partner())
    last = StockRecord.objects.order_by("pk").last()
    reservation.reserve({last.pk: 1})
    receive(payment)
    assert (payment.state, payment.order.status) == ("expired", "expired")
    assert {part.status for part in payment.order.seller_orders.all()} == {"waiting"}
    assert list(StockRecord.objects.order_by("pk").values_list("num_allocated", flat=True)) == [
        0,
        1,
    ]
    assert Refund.objects.get().amount == 100_001
    assert standing(payment) == {f"bank:{payment.account_id}": 100_001, "refund_due": -100_001}


def test_late_money_that_is_too_little_goes_back():
    payment = lapsed()
    receive(payment, 49_999)
    assert payment.order.status == "expired"
    assert Refund.objects.get().amount == 49_999


def test_late_money_after_short_money_must_pay_the_whole_again():
    payment = transfer_order()
    receive(payment, 20_000)
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expire_due()
    receive(payment, 30_001)
    assert payment.order.status == "expired"
    receive(payment, 50_001)
    assert (payment.order.status, payment.state) == ("confirmed", "captured")
    assert (payment.captured, payment.refunding) == (100_002, 50_001)


def test_sent_goods_count_as_received_and_then_complete(settings):
    order = paid_order(delivery="parcel")
    part = order.seller_orders.get()
    for step in (states.accept, states.ready, states.send):
        step(part, by=STAFF)
    assert complete_due() == 0
    long_ago = timezone.now() - timedelta(days=settings.SENT_COUNTS_AS_RECEIVED_DAYS)
    SellerOrder.objects.update(sent_at=long_ago)
    assert complete_due() == 1
    part.refresh_from_db()
    assert part.status == "handed_over"
    assert complete_due() == 0
    window = timedelta(days=settings.COMPLAINT_WINDOW_DAYS)
    SellerOrder.objects.update(handed_over_at=timezone.now() - window)
    assert complete_due() == 1
    order.refresh_from_db()
    assert order.status == "closed"


def test_one_broken_order_does_not_hold_up_the_rest(caplog):
    # given two orders whose time is over, the first with stock that was taken back by hand
    broken, sound = transfer_order().order, transfer_order().order
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    stock = broken.lines.values_list("stockrecord", flat=True)
    StockRecord.objects.filter(pk__in=stock).update(num_allocated=0)

    assert expire_due() == 1

    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.status, sound.status) == ("awaiting", "expired")
    assert "could not finish" in caplog.text


def run_out(payment) -> None:
    """Let the time to pay be over."""
    Order.objects.filter(pk=payment.order_id).update(
        expires_at=timezone.now() - timedelta(minutes=1)
    )


def closing_calls():
    return ProviderCall.objects.filter(operation="session.expire")


def test_an_order_with_an_open_card_page_lapses_once_the_page_is_closed(stripe_stand_in):
    payment = card_order()
    session = open_page(payment)
    run_out(payment)
    assert expire_due() == 1
    payment = again(payment)
    assert (payment.order.status, payment.state) == ("expired", "expired")
    with pytest.raises(AssertionError, match="session_closed"):
        stripe_stand_in.pay(session)
    assert StockRecord.objects.get().num_allocated == 0


@pytest.mark.parametrize(("weighed", "state"), [(False, "captured"), (True, "authorised")])
def test_an_order_that_was_paid_in_the_last_second_does_not_lapse(stripe_stand_in, weighed, state):
    payment = card_order(weighed=weighed)
    stripe_stand_in.pay(open_page(payment))
    run_out(payment)
    assert expire_due() == 0
    payment = again(payment)
    assert (payment.order.status, payment.state) == ("confirmed", state)
    assert StockRecord.objects.get().num_allocated == 2
    assert Message.objects.filter(kind="order.expired").count() == 0


@pytest.mark.parametrize("fault", ["drop", "429", "500", "done_drop", "done_500"])
def test_while_the_provider_does_not_answer_the_order_and_its_stock_wait(stripe_stand_in, fault):
    payment = card_order()
    session = open_page(payment)
    run_out(payment)
    stripe_stand_in.fail(f"/v1/checkout/sessions/{session}", fault)
    assert expire_due() == 0
    payment = again(payment)
    assert (payment.order.status, payment.state) == ("awaiting", "pending")
    assert payment.card.unanswered_since is not None
    assert StockRecord.objects.get().num_allocated == 2
    assert expire_due() == 0
    assert closing_calls().get().attempts == 1
    for _minute in range(3):
        closing_calls().filter(finished_at=None).update(next_at=timezone.now())
        calls.retry_due()
        expire_due()
    payment = again(payment)
    assert (payment.order.status, payment.state) == ("expired", "expired")
    assert payment.card.unanswered_since is None


def test_an_order_paid_while_the_provider_did_not_answer_is_confirmed_then(stripe_stand_in):
    payment = card_order()
    session = open_page(payment)
    run_out(payment)
    stripe_stand_in.fail(f"/v1/checkout/sessions/{session}", "drop")
    assert expire_due() == 0
    stripe_stand_in.pay(session)
    closing_calls().update(next_at=timezone.now())
    assert expire_due() == 0
    payment = again(payment)
    assert (payment.order.status, payment.state) == ("confirmed", "captured")


def test_a_page_opened_between_closing_and_lapsing_keeps_the_order(stripe_stand_in, monkeypatch):
    payment = card_order()
    run_out(payment)
    close_open = methods.close_open

    def closed_and_opened(order, *, by):
        found = close_open(order, by=by)
        open_page(payment)
        return found

    monkeypatch.setattr(methods, "close_open", closed_and_opened)
    assert expire_due() == 0
    assert again(payment).order.status == "awaiting"


def test_an_attempt_in_doubt_keeps_its_order(stripe_stand_in):
    payment = card_order()
    Payment.objects.update(state="in_doubt")
    run_out(payment)
    assert expire_due() == 0
    assert again(payment).order.status == "awaiting"
