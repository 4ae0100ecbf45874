"""Bank transfer: the unique code that makes its amount known, and when it is offered."""

import pytest
from django.utils import timezone

from shop.payment import methods
from shop.payment.methods import METHODS, Basis
from shop.payment.models import ExpectedAmount, Payment
from tests.factories import bank_account, placed_order
from tests.payment.money import BUYER

pytestmark = pytest.mark.django_db


def offer(**basis):
    basis = {"total": 50_000, "phone": "+6281311112222", "deliveries": ["pickup"], **basis}
    return METHODS["transfer"].offer(Basis(**basis))


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
    assert not offer().ok
    account = bank_account()
    assert offer().ok
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
    assert not offer().ok
    with pytest.raises(methods.NotOffered):
        methods.start(placed_order(), method="transfer", by=BUYER)
