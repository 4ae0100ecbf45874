"""What a partner's statement says, to the rupiah, and that it always is the ledger's own sum."""

import random

import pytest
from django.utils import timezone

from shop.order import states
from shop.payment import cash, ledger, methods
from shop.payment.paying_out import statements
from shop.payment.refunding import granting, refunds
from tests.factories import partner, placed_order
from tests.payment.money import BUYER, STAFF, paid_order

pytestmark = pytest.mark.django_db


def handed_over(order):
    part = order.seller_orders.get()
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    return part


def sold_for_cash(seller, **fields):
    order = placed_order(seller, phone_proven_at=timezone.now(), **fields)
    methods.start(order, method="cash", by=BUYER)
    part = handed_over(order)
    cash.received(part, by=STAFF)
    return part


def test_money_on_its_way_is_not_earned_yet():
    seller = partner()
    paid_order(seller, commission_bp=1_000, fee=5_000)

    statement = statements.of(seller)
    assert (statement.earned, statement.held, statement.available) == (0, 0, 0)
    assert statements.on_its_way(seller) == 50_000 + 5_000 - 5_000


def test_earned_money_is_held_until_the_buyer_is_content():
    seller = partner()
    part = handed_over(paid_order(seller, commission_bp=1_000))

    held = statements.of(seller)
    assert (held.earned, held.held, held.available) == (45_000, 45_000, 0)

    states.complete(part, by=STAFF)
    free = statements.of(seller)
    assert (free.earned, free.held, free.available, free.owes) == (45_000, 0, 45_000, 0)
    assert statements.on_its_way(seller) == 0


def test_cash_in_hand_leaves_the_commission_owed():
    seller = partner()
    sold_for_cash(seller, commission_bp=1_000)

    statement = statements.of(seller)
    assert (statement.earned, statement.in_hand, statement.owes) == (45_000, 50_000, 5_000)
    assert (statement.balance, statement.held, statement.available) == (-5_000, 0, 0)


def test_a_refund_that_she_bears_lessens_what_is_earned():
    seller = partner()
    part = handed_over(paid_order(seller, commission_bp=1_000))
    states.complete(part, by=STAFF)
    granting.grant(part, goods=10_000, bearer="seller", reason="Pecah", by=STAFF)

    statement = statements.of(seller)
    assert (statement.earned, statement.available) == (36_000, 36_000)
    [row] = statements.of_orders(seller, list(statements.parts_of(seller)))
    assert (row.goods, row.commission, row.net, row.earned) == (40_000, 4_000, 36_000, 36_000)


@pytest.mark.parametrize(
    ("bearer", "before", "after"),
    [("seller", (4_000, 10_000), (4_000, 0)), ("platform", (5_000, 0), (0, 0))],
)
def test_cash_to_give_back_is_no_debt_to_the_platform(bearer, before, after):
    seller = partner()
    part = sold_for_cash(seller, commission_bp=1_000)
    granting.grant(part, goods=10_000, bearer=bearer, reason="Pecah", by=STAFF)
    statement = statements.of(seller)
    assert ((statement.owes, statement.to_give_back), statement.available) == (before, 0)

    refunds.paid_in_cash(part.order.refunds.get(), partner_id=seller.pk, by=STAFF)
    statement = statements.of(seller)
    assert (statement.owes, statement.to_give_back) == after
    assert statement.available == (0 if bearer == "seller" else 5_000)


def test_a_parcels_fee_that_she_gave_back_lessens_what_is_hers():
    seller = partner()
    part = handed_over(paid_order(seller, commission_bp=1_000, courier_fee=9_000))
    granting.grant(part, goods=10_000, delivery=9_000, bearer="seller", reason="Pecah", by=STAFF)

    [row] = statements.of_orders(seller, [part])
    assert (row.goods, row.delivery, row.commission, row.courier_back) == (40_000, 0, 4_000, 9_000)
    assert row.net == row.earned == statements.of(seller).earned == 27_000


def test_months_and_orders_add_up_to_the_statement():
    seller = partner()
    for _number in range(3):
        handed_over(paid_order(seller, commission_bp=500))

    [month] = statements.by_month(seller)
    rows = statements.of_orders(seller, list(statements.parts_of(seller)))
    assert month.earned == sum(row.earned for row in rows) == statements.of(seller).earned
    assert month.first.day == 1


def test_another_partner_sees_nothing_of_it():
    seller, neighbour = partner(), partner()
    handed_over(paid_order(seller))

    assert statements.of(neighbour) == statements.Statement(0, 0, 0, 0, 0)
    assert not statements.parts_of(neighbour).exists()


@pytest.mark.parametrize("seed", range(6))
def test_the_balance_is_always_the_ledgers(seed):
    """Random histories of transfer and cash orders, refunds and completions."""
    chance = random.Random(seed)
    seller = partner()
    for _number in range(5):
        if chance.random() < 0.5:
            part = handed_over(paid_order(seller, commission_bp=chance.randrange(0, 2_000)))
        else:
            part = sold_for_cash(seller, commission_bp=chance.randrange(0, 2_000))
        if chance.random() < 0.5:
            states.complete(part, by=STAFF)
        if chance.random() < 0.4:
            granting.grant(
                part, goods=chance.randrange(1, 50_000), bearer="seller", reason="x", by=STAFF
            )

    statement = statements.of(seller)
    assert statement.balance == -sum(ledger.balances(f"seller:{seller.pk}@").values())
    assert statement.earned == sum(month.earned for month in statements.by_month(seller))


def test_listing_orders_asks_no_more_for_more_rows(django_assert_num_queries):
    seller = partner()
    for _number in range(2):
        paid_order(seller)
    parts = list(statements.parts_of(seller).prefetch_related("lines"))
    with django_assert_num_queries(3):
        statements.of_orders(seller, parts)
    for _number in range(3):
        paid_order(seller)
    parts = list(statements.parts_of(seller).prefetch_related("lines"))
    with django_assert_num_queries(3):
        statements.of_orders(seller, parts)
