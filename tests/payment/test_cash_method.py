"""Cash: promised to every seller, within what a phone may promise."""

import pytest
from django.conf import settings
from django.utils import timezone

from shop.payment import methods
from shop.payment.methods import METHODS, Basis
from shop.payment.models import CashRecord
from tests.factories import partner, placed_order
from tests.payment.money import BUYER

pytestmark = pytest.mark.django_db


def offer(**basis):
    basis = {"total": 50_000, "phone": "+6281311112222", "deliveries": ["pickup"], **basis}
    return METHODS["cash"].offer(Basis(**basis))


@pytest.mark.parametrize(
    ("deliveries", "ok"),
    [
        (["pickup"], True),
        (["pickup", "village_courier"], True),
        (["pickup", "parcel"], False),
        (["arrangement"], False),
    ],
)
def test_cash_only_where_a_hand_can_take_it(deliveries, ok):
    assert offer(deliveries=deliveries).ok is ok


def test_cash_confirms_the_order_and_opens_every_part():
    order = placed_order(partner(), partner(), phone_proven_at=timezone.now())
    payments = methods.start(order, method="cash", by=BUYER)
    assert [(payment.state, payment.due) for payment in payments] == [("promised", 50_000)] * 2
    assert (order.status, order.paid, order.payment_method) == ("confirmed", "promised", "cash")
    assert {part.status for part in order.seller_orders.all()} == {"new"}
    assert {payment.collector.partner_id for payment in payments} == {
        part.partner_id for part in order.seller_orders.all()
    }


def test_cash_stays_within_the_phones_limit_over_all_open_orders():
    phone = "+6281311112222"
    order = placed_order(price=240_000, guest_phone=phone, phone_proven_at=timezone.now())
    methods.start(order, method="cash", by=BUYER)
    assert offer(total=settings.CASH_LIMIT_PER_PHONE - 480_000).ok
    assert not offer(total=settings.CASH_LIMIT_PER_PHONE - 479_999).ok
    assert offer(total=500_000, phone="+6281399990000").ok
    second = placed_order(guest_phone=phone)
    with pytest.raises(methods.NotOffered):
        methods.start(second, method="cash", by=BUYER)
    assert not second.payments.exists()


def test_the_first_cash_order_of_a_phone_needs_a_code():
    assert offer().needs_code
    assert not offer(is_proven=True).needs_code
    order = placed_order()
    with pytest.raises(methods.NotOffered):
        methods.start(order, method="cash", by=BUYER)
    assert order.payments.count() == 0
    CashRecord.objects.update_or_create(
        phone=order.guest_phone, defaults={"proven_at": timezone.now()}
    )
    assert not offer(phone=order.guest_phone).needs_code
    assert methods.start(order, method="cash", by=BUYER)[0].state == "promised"


def test_repeated_no_shows_lose_cash():
    CashRecord.objects.create(phone="+6281311112222", proven_at=timezone.now(), no_shows=1)
    assert offer().ok
    CashRecord.objects.update(no_shows=2)
    assert not offer().ok
