"""What every way to pay keeps to, and changing from one to another."""

import pytest
from django.utils import timezone

from shop.order import states
from shop.payment import methods
from shop.payment.methods import METHODS, Closing
from shop.payment.models import Payment
from shop.payment.refunding.owing import owe
from shop.people.actors import SYSTEM, guest
from tests.factories import bank_account, placed_order, qris_code

pytestmark = pytest.mark.django_db
BUYER = guest("Sari")


@pytest.fixture
def order(settings):
    """Return an unpaid order that may be paid in every way there is."""
    settings.STRIPE_SECRET_KEY = "sk_test_nothing_is_called"
    bank_account()
    qris_code()
    return placed_order(phone_proven_at=timezone.now())


def test_every_way_to_pay_is_offered_by_its_own_code(order):
    offered = methods.offers_for(order)
    assert [offer.code for offer in offered] == ["transfer", "qris", "card", "cash"]
    assert all(offer.ok and offer.label for offer in offered)


@pytest.mark.parametrize("code", METHODS)
def test_an_attempt_asks_for_what_is_due_and_ends_before_anything_is_opened(order, code):
    method = METHODS[code]
    [payment] = methods.start(order, method=code, by=BUYER)
    state = payment.state
    assert state in Payment.OPEN
    assert (payment.method, payment.due, payment.captured) == (code, 50_000, 0)
    assert method.status(payment)
    assert not method.is_over(payment)
    assert not method.may_bring_money(payment)
    assert method.expire(payment, by=BUYER) == Closing.CLOSED
    payment.refresh_from_db()
    assert payment.state == state


@pytest.mark.breaks_ledger
@pytest.mark.parametrize(
    ("code", "way"), [("transfer", "bank"), ("qris", "bank"), ("card", "card"), ("cash", "hand")]
)
def test_money_goes_back_the_way_it_came(order, code, way):
    [payment] = methods.start(order, method=code, by=BUYER)
    Payment.objects.filter(pk=payment.pk).update(state="captured", captured=50_000)
    payment.refresh_from_db()
    refund = owe(payment, 1_000, reason="x", by=SYSTEM)
    assert refund.way == way
    if way != "card":
        assert METHODS[code].refund(refund, by=SYSTEM) is False


def test_another_method_closes_the_first_attempt():
    bank_account()
    order = placed_order(phone_proven_at=timezone.now())
    first = methods.start(order, method="transfer", by=BUYER)[0]
    assert methods.switch(order, method="transfer", by=BUYER) == [first]
    second = methods.switch(order, method="cash", by=BUYER)[0]
    first.refresh_from_db()
    assert (first.state, second.state) == ("cancelled", "promised")
    with pytest.raises(states.WrongState):
        methods.switch(order, method="transfer", by=BUYER)


def test_a_refused_switch_leaves_the_open_attempt():
    bank_account()
    order = placed_order(delivery="parcel")
    first = methods.start(order, method="transfer", by=BUYER)[0]
    with pytest.raises(methods.NotOffered):
        methods.switch(order, method="cash", by=BUYER)
    first.refresh_from_db()
    assert first.state == "pending"
    with pytest.raises(methods.NotOffered):
        methods.start(placed_order(), method="magic", by=SYSTEM)
