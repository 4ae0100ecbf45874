import pytest
from django.conf import settings
from django.utils import timezone

from shop.order import states
from shop.payment import methods
from shop.payment.methods import Basis
from shop.payment.models import CashRecord, ExpectedAmount, Payment
from shop.people.actors import SYSTEM, guest
from tests.factories import bank_account, partner, placed_order

pytestmark = pytest.mark.django_db
BUYER = guest("Sari")


def offer(code, **basis):
    basis = {"total": 50_000, "phone": "+6281311112222", "deliveries": ["pickup"], **basis}
    return next(offer for offer in methods.offers(Basis(**basis)) if offer.code == code)


def test_transfer_takes_the_lowest_free_code():
    bank_account()
    codes = [
        methods.start(placed_order(), method="transfer", by=BUYER)[0].code for _order in range(3)
    ]
    assert codes == [1, 2, 3]
    assert ExpectedAmount.objects.filter(amount__in=[50_001, 50_002, 50_003]).count() == 3


def test_a_released_amount_is_given_again():
    bank_account()
    first = methods.start(placed_order(), method="transfer", by=BUYER)[0]
    ExpectedAmount.objects.filter(payment=first).update(released_at=timezone.now())
    assert methods.start(placed_order(), method="transfer", by=BUYER)[0].code == 1


def test_transfer_is_not_offered_without_an_account_or_a_free_code():
    assert not offer("transfer").ok
    account = bank_account()
    assert offer("transfer").ok
    payment = methods.start(placed_order(), method="transfer", by=BUYER)[0]
    ExpectedAmount.objects.filter(payment=payment).update(amount=50_000 + 999)
    others = [
        Payment(
            order=payment.order,
            method="transfer",
            collector=account.collector,
            state="expired",
            due=50_000,
        )
        for _code in range(1, 999)
    ]
    Payment.objects.bulk_create(others)
    ExpectedAmount.objects.bulk_create(
        ExpectedAmount(account=account, amount=50_000 + code, payment=other)
        for code, other in enumerate(others, start=1)
    )
    assert not offer("transfer").ok
    with pytest.raises(methods.NotOffered):
        methods.start(placed_order(), method="transfer", by=BUYER)


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
    assert offer("cash", deliveries=deliveries).ok is ok


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
    assert offer("cash", total=settings.CASH_LIMIT_PER_PHONE - 480_000).ok
    assert not offer("cash", total=settings.CASH_LIMIT_PER_PHONE - 479_999).ok
    assert offer("cash", total=500_000, phone="+6281399990000").ok
    second = placed_order(guest_phone=phone)
    with pytest.raises(methods.NotOffered):
        methods.start(second, method="cash", by=BUYER)
    assert not second.payments.exists()


def test_the_first_cash_order_of_a_phone_needs_a_code():
    assert offer("cash").needs_code
    assert not offer("cash", is_proven=True).needs_code
    order = placed_order()
    with pytest.raises(methods.NotOffered):
        methods.start(order, method="cash", by=BUYER)
    assert order.payments.count() == 0
    CashRecord.objects.update_or_create(
        phone=order.guest_phone, defaults={"proven_at": timezone.now()}
    )
    assert not offer("cash", phone=order.guest_phone).needs_code
    assert methods.start(order, method="cash", by=BUYER)[0].state == "promised"


def test_repeated_no_shows_lose_cash():
    CashRecord.objects.create(phone="+6281311112222", proven_at=timezone.now(), no_shows=1)
    assert offer("cash").ok
    CashRecord.objects.update(no_shows=2)
    assert not offer("cash").ok


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
