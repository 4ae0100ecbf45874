"""QRIS: a collector's static code over the sum, up to a limit."""

import pytest

from shop.payment import methods
from shop.payment.methods import Basis
from tests.factories import placed_order, qris_code
from tests.payment.money import BUYER
from tests.payment.qris_codes import code

pytestmark = pytest.mark.django_db


def qris_offer(order, total):
    basis = Basis(
        total=total,
        phone="+6281311112222",
        deliveries=["pickup"],
        partner_ids=[part.partner_id for part in order.seller_orders.all()],
    )
    return methods.METHODS["qris"].offer(basis)


def test_qris_is_hidden_without_a_code_and_refused_above_its_limit(settings):
    order = placed_order()
    assert (qris_offer(order, 1).ok, qris_offer(order, 1).is_hidden) == (False, True)
    with pytest.raises(methods.NotOffered):
        methods.start(order, method="qris", by=BUYER)
    qris_code()
    assert qris_offer(order, settings.QRIS_MOST).ok
    above = qris_offer(order, settings.QRIS_MOST + 1)
    assert (above.ok, above.is_hidden) == (False, False)
    assert "10.000.000" in above.reason
    settings.QRIS_MOST = 49_999
    with pytest.raises(methods.NotOffered):
        methods.start(order, method="qris", by=BUYER)


def test_a_qris_attempt_asks_for_the_sum_without_a_unique_code():
    shown = qris_code(payload=code())
    first, second = (
        methods.start(placed_order(), method="qris", by=BUYER)[0] for _order in range(2)
    )
    for payment in (first, second):
        assert (payment.state, payment.due, payment.code) == ("pending", 50_000, 0)
        assert (payment.qris, payment.collector, payment.account) == (shown, shown.collector, None)
