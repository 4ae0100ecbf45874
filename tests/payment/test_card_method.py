"""Paying by card on the provider's page: the offer, the attempt, the page, and closing it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from shop.history.models import Event
from shop.order import states
from shop.order.models import Order, SellerOrder
from shop.payment import methods
from shop.payment.card import sessions
from shop.payment.card.sessions import PageRefused, PageUnavailable
from shop.payment.methods import Basis, Closing, NotOffered, NoWord, PaidMeanwhile
from shop.payment.methods.card import Card
from shop.payment.models import CardPayment, Payment, ProviderCall
from shop.people.actors import SYSTEM
from tests import factories
from tests.payment.cards import again, card_order, open_page
from tests.payment.money import BUYER, STAFF

pytestmark = pytest.mark.django_db

SESSIONS = "/v1/checkout/sessions"


def basis(total=50_000, **changes) -> Basis:
    fields = {"phone": "+6281300000001", "deliveries": ["pickup"], "partner_ids": [1]}
    return Basis(total=total, **{**fields, **changes})


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def switched(payment: Payment, method: str) -> list[Payment]:
    return methods.switch(payment.order, method=method, by=BUYER)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (basis(14_999), "Bisa mulai Rp15.000."),
        (basis(15_000), ""),
        (basis(50_000_000), ""),
        (basis(50_000_001), "Bisa sampai Rp50.000.000."),
        (basis(weighed_until=in_days(5)), ""),
        (
            basis(weighed_until=in_days(6)),
            "Barang yang ditimbang harus diterima paling lama 5 hari lagi "
            "kalau dibayar dengan kartu.",
        ),
    ],
)
def test_it_is_offered_between_two_sums_and_for_weighed_goods_that_come_soon(
    settings, asked, reason
):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    offer = Card().offer(asked)
    assert (offer.ok, offer.reason, offer.is_hidden) == (not reason, reason, False)


def test_without_keys_nobody_reads_of_it(settings):
    settings.STRIPE_SECRET_KEY = ""
    assert Card().offer(basis()).is_hidden
    assert "card" not in [offer.code for offer in methods.offers(basis())]
    with pytest.raises(NotOffered):
        card_order()


def test_an_attempt_asks_for_what_is_due(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    payment = card_order(fee=8_000)
    assert (payment.state, payment.due, payment.code, payment.method) == (
        "created",
        58_000,
        0,
        "card",
    )
    assert (payment.card.held, payment.card.is_captured_later) == (58_000, False)
    assert payment.order.status == "awaiting"


@pytest.mark.parametrize(
    ("tolerance_bp", "held"), [(1_000, 63_002), (0, 58_002), (1, 58_007), (15, 58_077)]
)
def test_goods_by_weight_are_held_with_their_tolerance_and_delivery_without(
    settings, tolerance_bp, held
):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    payment = card_order(weighed=True, tolerance_bp=tolerance_bp, price=25_001, fee=8_000)
    assert (payment.due, payment.card.held) == (58_002, held)
    assert payment.card.is_captured_later


def test_goods_by_weight_that_are_promised_late_are_not_started(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    order = factories.placed_order()
    order.lines.update(price_basis="weight", net_grams=1_000)
    SellerOrder.objects.update(promised_to=in_days(6))
    with pytest.raises(NotOffered):
        methods.start(order, method="card", by=BUYER)
    assert Payment.objects.count() == 0


def test_the_page_asks_for_the_whole_sum_in_hundredths_of_rupiah(stripe_stand_in):
    payment = card_order(guest_email="sari@contoh.id", price=750_000)
    open_page(payment)
    sent = stripe_stand_in.requests(SESSIONS)[0]["parameters"]
    number = payment.order.number
    wanted = {
        "mode": "payment",
        "payment_method_types[0]": "card",
        "payment_method_options[card][request_three_d_secure]": "automatic",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "idr",
        "line_items[0][price_data][unit_amount]": "150000000",
        "line_items[0][price_data][product_data][name]": f"Pesanan {number} di Sambung Desa",
        "payment_intent_data[capture_method]": "automatic",
        "payment_intent_data[transfer_group]": number,
        "client_reference_id": number,
        "customer_email": "sari@contoh.id",
        "locale": "id",
    }
    assert {name: sent.get(name) for name in wanted} == wanted
    assert payment.order.guest_phone not in str(sent)
    assert payment.order.guest_name not in str(sent)


def test_weighed_goods_are_held_and_taken_later(stripe_stand_in):
    payment = card_order(weighed=True)
    open_page(payment)
    sent = stripe_stand_in.requests(SESSIONS)[0]["parameters"]
    assert sent["payment_intent_data[capture_method]"] == "manual"
    assert sent["line_items[0][price_data][unit_amount]"] == "5500000"
    assert "Rp5.000" in sent["line_items[0][price_data][product_data][description]"]


@pytest.mark.parametrize(
    ("left", "lives"),
    [
        (timedelta(minutes=5), timedelta(minutes=31)),
        (timedelta(hours=3), timedelta(hours=3)),
        (timedelta(days=3), timedelta(hours=23, minutes=50)),
    ],
)
def test_the_page_closes_with_the_order_and_the_order_waits_ten_minutes_longer(
    stripe_stand_in, left, lives
):
    payment = card_order()
    now = timezone.now()
    Order.objects.update(expires_at=now + left)
    open_page(payment)
    closes = datetime.fromtimestamp(stripe_stand_in.last("checkout.session")["expires_at"], UTC)
    assert abs(closes - now - lives) < timedelta(seconds=30)
    order = again(payment).order
    assert order.expires_at == max(closes + timedelta(minutes=10), now + left)
    prolonged = Event.objects.filter(verb="order.prolonged").count()
    assert prolonged == (left < lives + timedelta(minutes=10))


def test_an_open_page_is_used_again(stripe_stand_in):
    payment = card_order()
    assert open_page(payment) == open_page(again(payment))
    assert len(stripe_stand_in.objects("checkout.session")) == 1


def test_a_page_that_can_not_be_reached_costs_nothing_and_opens_later(stripe_stand_in):
    payment = card_order()
    stripe_stand_in.fail(SESSIONS, "done_drop")
    with pytest.raises(PageUnavailable):
        open_page(payment)
    assert again(payment).state == "created"
    open_page(payment)
    assert again(payment).state == "pending"
    assert len(stripe_stand_in.objects("checkout.session")) == 1


def test_a_page_the_provider_refuses_fails_the_attempt_and_says_why(stripe_stand_in):
    payment = card_order()
    CardPayment.objects.update(held=1)
    with pytest.raises(PageRefused, match="terlalu kecil"):
        open_page(payment)
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("failed", "awaiting")
    assert sessions.why_refused(payment).startswith("Jumlahnya terlalu kecil")
    fresh = switched(payment, "card")[0]
    assert fresh.pk != payment.pk
    open_page(fresh)


def test_five_attempts_are_enough(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    payment = card_order()
    for _number in range(4):
        Payment.objects.update(state="failed")
        payment = switched(payment, "card")[0]
    Payment.objects.update(state="failed")
    with pytest.raises(NotOffered, match="terlalu sering"):
        switched(payment, "card")
    assert Payment.objects.count() == 5


def test_paying_on_the_page_confirms_the_order_once(stripe_stand_in):
    payment = card_order(factories.partner(), factories.partner())
    stripe_stand_in.pay(open_page(payment))
    for _time in range(3):
        assert Card().status(payment)
    payment = again(payment)
    assert (payment.state, payment.captured, payment.order.status, payment.order.paid) == (
        "captured",
        100_000,
        "confirmed",
        "yes",
    )
    assert len(stripe_stand_in.objects("charge")) == 1


def test_a_declined_card_leaves_the_attempt_open_and_no_money(stripe_stand_in):
    payment = card_order()
    stripe_stand_in.decline(open_page(payment))
    assert Card().status(payment)
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("pending", "awaiting")
    assert stripe_stand_in.balance() == 0


def test_another_method_closes_the_page_first(stripe_stand_in):
    factories.bank_account()
    payment = card_order()
    session = open_page(payment)
    transfer = switched(payment, "transfer")[0]
    assert (transfer.method, again(payment).state) == ("transfer", "expired")
    assert stripe_stand_in.last("checkout.session")["status"] == "expired"
    with pytest.raises(AssertionError, match="session_closed"):
        stripe_stand_in.pay(session)


def test_another_method_after_paying_finds_the_order_paid(stripe_stand_in):
    factories.bank_account()
    payment = card_order()
    stripe_stand_in.pay(open_page(payment))
    with pytest.raises(PaidMeanwhile):
        switched(payment, "transfer")
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("captured", "confirmed")
    assert [row.method for row in Payment.objects.all()] == ["card"]


@pytest.mark.parametrize("fault", ["drop", "429", "done_drop"])
def test_another_method_waits_while_the_provider_does_not_answer(stripe_stand_in, fault):
    factories.bank_account()
    payment = card_order()
    session = open_page(payment)
    stripe_stand_in.fail(f"{SESSIONS}/{session}", fault)
    with pytest.raises(NoWord):
        switched(payment, "transfer")
    payment = again(payment)
    assert (payment.state, payment.order.payment_method) == ("pending", "card")
    assert payment.card.unanswered_since is not None
    assert switched(payment, "transfer")[0].method == "transfer"


def test_cancelling_an_unpaid_order_closes_its_page(stripe_stand_in):
    payment = card_order()
    open_page(payment)
    methods.cancel_unpaid(payment.order, by=STAFF, reason="salah pesan")
    payment = again(payment)
    assert (payment.order.status, payment.state) == ("cancelled", "expired")
    assert stripe_stand_in.last("checkout.session")["status"] == "expired"


def test_cancelling_what_was_just_paid_is_refused(stripe_stand_in):
    payment = card_order(weighed=True)
    stripe_stand_in.pay(open_page(payment))
    with pytest.raises(PaidMeanwhile):
        methods.cancel_unpaid(payment.order, by=BUYER)
    payment = again(payment)
    assert (payment.order.status, payment.state) == ("confirmed", "authorised")


def test_a_page_asked_for_without_an_answer_is_found_out_before_anything_ends(stripe_stand_in):
    payment = card_order()
    stripe_stand_in.fail(SESSIONS, "done_drop", count=2)
    with pytest.raises(PageUnavailable):
        open_page(payment)
    assert methods.close_open(payment.order, by=SYSTEM) == Closing.UNKNOWN
    assert again(payment).card.unanswered_since is not None
    assert methods.close_open(payment.order, by=SYSTEM) == Closing.CLOSED
    payment = again(payment)
    assert (payment.state, payment.card.unanswered_since) == ("expired", None)
    assert stripe_stand_in.last("checkout.session")["status"] == "expired"


def test_an_attempt_nobody_opened_a_page_for_closes_without_asking(stripe_stand_in):
    payment = card_order()
    assert methods.close_open(payment.order, by=SYSTEM) == Closing.CLOSED
    assert stripe_stand_in.requests() == []


def test_nothing_ends_while_a_page_was_opened_meanwhile(stripe_stand_in):
    payment = card_order()
    methods.require_closed(payment.order)
    open_page(payment)
    with pytest.raises(NoWord):
        methods.require_closed(payment.order)


def test_a_page_that_closed_by_time_makes_room_for_a_new_attempt(stripe_stand_in):
    payment = card_order()
    open_page(payment)
    stripe_stand_in.advance(hours=24)
    CardPayment.objects.update(page_expires_at=timezone.now())
    with pytest.raises(PageUnavailable):
        open_page(payment)
    fresh = switched(payment, "card")[0]
    assert (again(payment).state, fresh.state) == ("expired", "created")
    assert ProviderCall.objects.filter(operation="session.create").count() == 1


def test_a_page_of_another_account_keeps_the_order_until_somebody_looks(stripe_stand_in):
    payment = card_order()
    open_page(payment)
    stripe_stand_in.reset()
    assert methods.close_open(payment.order, by=SYSTEM) == Closing.UNKNOWN
    assert not sessions.read(payment)
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("pending", "awaiting")
    assert payment.card.unanswered_since is not None


def test_a_page_opened_for_an_attempt_that_ended_meanwhile_is_shown_to_nobody(stripe_stand_in):
    payment = card_order()
    stripe_stand_in.fail(SESSIONS, "drop")
    with pytest.raises(PageUnavailable):
        open_page(payment)
    Payment.objects.update(state="cancelled", closed_at=timezone.now())
    with pytest.raises(states.WrongState):
        open_page(payment)


def test_cash_after_a_lapsed_hold_asks_for_what_is_still_due(settings):
    order = factories.placed_order(
        factories.partner(), factories.partner(), phone_proven_at=timezone.now()
    )
    declined, kept = order.seller_orders.order_by("pk")
    SellerOrder.objects.filter(pk=declined.pk).update(status="declined")
    kept.adjustments.create(kind="weighed", goods=-4_000)
    payments = methods.start(order, method="cash", by=BUYER)
    assert [(payment.seller_order_id, payment.due) for payment in payments] == [(kept.pk, 46_000)]
