"""Money that staff give back: whole, by part, units, weight and as a sum; several in a row."""

import pytest
from django.utils import timezone

from shop.communication.models import Message
from shop.order import states
from shop.order.amounts import outstanding
from shop.payment import methods
from shop.payment.models import Payment, Refund
from shop.payment.refunding import giving_back, refunds
from shop.payment.refunding.giving_back import How, Wish
from shop.payment.refunding.granting import TooMuch
from tests.factories import partner, placed_order, stall, works_in
from tests.payment.money import BUYER, STAFF, paid_order, standing, two_part_order
from tests.payment.test_refunds import fulfil

pytestmark = pytest.mark.django_db


def parts_of(order):
    return list(order.seller_orders.order_by("pk"))


def give_back(parts, wish=None, *, bearer="seller"):
    """Do what the preview of these parts says, and return its plans."""
    plans = giving_back.preview(parts, wish, bearer=bearer)
    return giving_back.give_back(
        parts[0].order,
        parts,
        wish,
        bearer=bearer,
        expected=sum(plan.amount for plan in plans),
        reason="Rusak",
        by=STAFF,
    )


def told(plans):
    return [(plan.how, plan.goods, plan.delivery, plan.commission) for plan in plans]


def by_weight(order, grams):
    """Let the order's part be sold by weight and weighed."""
    [part] = parts_of(order)
    part.lines.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
    states.accept(part, by=STAFF)
    states.weigh(part, {part.lines.get().pk: grams}, by=STAFF)
    return part


def test_a_whole_order_is_cancelled_where_it_waits_and_granted_where_it_was_earned():
    order = paid_order(partner(), partner(), commission_bp=1_000)
    first, second = parts_of(order)
    fulfil(first)

    plans = give_back([first, second], bearer="platform")

    assert told(plans) == [(How.GRANT, 50_000, 0, 0), (How.CANCEL, 50_000, 0, 5_000)]
    second.refresh_from_db()
    assert second.status == "cancelled"
    assert sorted(Refund.objects.values_list("amount", "bearer")) == [
        (50_000, ""),
        (50_000, "platform"),
    ]
    with pytest.raises(giving_back.NothingPaid):
        giving_back.preview([first, second])


@pytest.mark.parametrize("bearer", ["seller", "platform"])
def test_a_fully_refunded_order_never_reads_as_paid(bearer):
    order = two_part_order()
    for part in parts_of(order):
        fulfil(part)
        states.complete(part, by=BUYER)
    give_back(parts_of(order), bearer=bearer)
    order.refresh_from_db()
    assert order.paid == "back"
    for refund in Refund.objects.all():
        Refund.objects.filter(pk=refund.pk).update(
            state="approved", bank="B", number="1", holder="S"
        )
        refund.refresh_from_db()
        refunds.sent(refund, reference="TRX", by=STAFF)
    order.refresh_from_db()
    assert order.paid == "refunded"


def test_units_before_they_are_packed_go_back_on_sale():
    order = paid_order(quantity=5, commission_bp=1_000)
    [part] = parts_of(order)
    states.accept(part, by=STAFF)
    line = part.lines.get()
    plans = give_back([part], Wish(line=line, units=2))
    assert told(plans) == [(How.SHORT, 50_000, 0, 5_000)]
    assert line.stockrecord.num_allocated == 3
    assert Refund.objects.get().amount == 50_000


@pytest.mark.parametrize(("bearer", "commission"), [("seller", 5_000), ("platform", 0)])
def test_units_of_an_earned_part_are_borne_by_somebody(bearer, commission):
    order = paid_order(quantity=5, commission_bp=1_000)
    [part] = parts_of(order)
    fulfil(part)
    plans = give_back([part], Wish(line=part.lines.get(), units=2), bearer=bearer)
    assert told(plans) == [(How.GRANT, 50_000, 0, commission)]
    assert Refund.objects.get().bearer == bearer


def test_a_sum_of_packed_goods_makes_them_cost_less_goods_before_delivery():
    order = paid_order(fee=10_000, commission_bp=1_000)
    [part] = parts_of(order)
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    works_in(stall(part.partner))
    plans = give_back([part], Wish(amount=55_000))
    assert told(plans) == [(How.LESS, 50_000, 5_000, 5_000)]
    assert Message.objects.filter(kind="seller.money_given_back").exists()
    states.hand_over(part, by=STAFF)
    assert standing(order.payments.get())[f"seller:{part.partner_id}"] == -5_000


def test_several_refunds_in_a_row_never_pass_what_was_paid():
    order = two_part_order()
    first, _second = parts_of(order)
    fulfil(first)
    give_back([first], Wish(amount=20_000), bearer="platform")
    give_back([first], Wish(amount=20_000))
    with pytest.raises(TooMuch):
        give_back([first], Wish(amount=10_001))
    give_back([first])
    assert Payment.objects.get().refunding == 50_000
    with pytest.raises(giving_back.NothingPaid):
        give_back([first], Wish(amount=1))


@pytest.mark.parametrize("is_earned", [False, True])
def test_a_wrong_weight_is_put_right_by_the_difference(is_earned):
    order = paid_order(commission_bp=1_000)
    part = by_weight(order, 1_900)
    if is_earned:
        states.ready(part, by=STAFF)
        states.hand_over(part, by=STAFF)
    line = part.lines.get()
    plans = give_back([part], Wish(line=line, grams=1_700))
    assert [plan.goods for plan in plans] == [5_000]
    line.refresh_from_db()
    assert (line.final_grams, outstanding(part).goods) == (1_700, 42_500)
    with pytest.raises(giving_back.NotLighter):
        give_back([part], Wish(line=line, grams=1_701))


def test_promised_cash_is_asked_for_less():
    order = placed_order(phone_proven_at=timezone.now())
    methods.start(order, method="cash", by=BUYER)
    [part] = parts_of(order)
    give_back([part], Wish(amount=15_000))
    assert Payment.objects.get().due == 35_000
    assert not Refund.objects.exists()


def test_nothing_goes_back_of_an_unpaid_order():
    order = placed_order()
    with pytest.raises(giving_back.NothingPaid):
        giving_back.preview(parts_of(order))


def test_what_changed_after_the_preview_is_looked_at_again():
    order = two_part_order()
    parts = parts_of(order)
    states.decline(parts[0], by=STAFF, reason="habis")
    with pytest.raises(giving_back.Changed):
        giving_back.give_back(order, parts, expected=100_000, reason="x", by=STAFF)
    assert Refund.objects.count() == 1
