"""Final weights: what the price does, what is the seller's gift, and what is refused."""

import pytest
from django.utils import timezone

from shop.communication.models import Message
from shop.history.models import Event
from shop.order import states
from shop.order.amounts import outstanding
from shop.order.models import Line, Order
from shop.order.weighing import NotAWeight, NotWeighed, WeightMissing, preview
from shop.partner.models import StockRecord
from shop.payment import cash, ledger, methods
from shop.payment.collecting.collectors import platform
from shop.payment.models import CardPayment, Payment, Refund
from shop.payment.proving.checks import problems
from tests.factories import bank_account, listing, placed_order
from tests.payment.money import BUYER, STAFF, paid_order, receive, standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ledger_stays_whole(db):
    yield
    assert problems() == []


def by_weight(order: Order, *, grams=1_000, tolerance=1_000):
    """Sell the order's goods by weight, and let the seller accept; return its part."""
    Line.objects.filter(order=order).update(
        price_basis="weight", net_grams=grams, tolerance_bp=tolerance
    )
    part = order.seller_orders.get()
    states.accept(part, by=STAFF)
    return part


def paid(**fields):
    return by_weight(paid_order(**fields))


def promised(**fields):
    order = placed_order(phone_proven_at=timezone.now(), **fields)
    methods.start(order, method="cash", by=BUYER)
    return by_weight(order)


def with_fish(order: Order, *, price: int) -> Order:
    """Add a fish of 1 kg to an order that nobody has paid yet."""
    part = order.seller_orders.get()
    commission_bp = part.lines.get().commission_bp
    product = listing(part.partner, price=price, stock=1)
    StockRecord.objects.filter(product=product).update(num_allocated=1)
    amounts = (
        "line_price_incl_tax",
        "line_price_excl_tax",
        "line_price_before_discounts_incl_tax",
        "line_price_before_discounts_excl_tax",
        "unit_price_incl_tax",
        "unit_price_excl_tax",
    )
    Line.objects.create(
        order=order,
        seller_order=part,
        partner=part.partner,
        stockrecord=product.stockrecords.get(),
        product=product,
        title="Ikan gurami",
        quantity=1,
        num_allocated=1,
        commission_bp=commission_bp,
        **dict.fromkeys(amounts, price),
    )
    total = part.goods + price
    type(part).objects.update(goods=total)
    Order.objects.update(total_incl_tax=total, total_excl_tax=total)
    order.refresh_from_db()
    return order


def weigh(part, grams):
    """Weigh a part of one line; the screen's promise must be what happens."""
    weights = {part.lines.get().pk: grams}
    said = preview(part, weights)
    done = states.weigh(part, weights, by=STAFF)
    assert done == said
    assert outstanding(part).total == said.total
    return said


def test_lighter_goods_cost_less_and_the_difference_goes_back():
    part = paid(commission_bp=1_000)

    weighing = weigh(part, 1_900)

    assert (weighing.change, weighing.refund, weighing.gift) == (-2_500, 2_500, 0)
    assert part.status == "weighed"
    assert part.lines.get().final_grams == 1_900
    change = part.adjustments.get()
    assert (change.kind, change.goods, change.commission) == ("weighed", -2_500, -250)
    assert Refund.objects.get().amount == 2_500
    payment = part.order.payments.get()
    assert standing(payment) == {
        f"bank:{payment.account_id}": 50_001,
        "order": -47_500,
        "code": -1,
        "refund_due": -2_500,
    }


def test_far_lighter_goods_cost_what_they_weigh_and_the_buyer_is_told():
    part = paid()

    weighing = weigh(part, 500)

    assert weighing.lines[0].is_too_light
    assert weighing.total == 12_500
    told = Message.objects.get(kind="seller_order.weighed")
    assert "2\N{NO-BREAK SPACE}kg → 500\N{NO-BREAK SPACE}g" in told.values["weights"]
    assert told.values["total"] == "Rp12.500"


def test_heavier_goods_that_are_paid_are_the_sellers_gift():
    part = paid()

    weighing = weigh(part, 2_150)

    assert (weighing.change, weighing.refund, weighing.gift) == (0, 0, 3_750)
    assert not part.adjustments.exists()
    assert not Refund.objects.exists()
    assert not Message.objects.filter(kind="seller_order.weighed").exists()


@pytest.mark.parametrize(
    ("grams", "due", "gift"),
    [(2_000, 50_000, 0), (2_150, 53_750, 0), (2_200, 55_000, 0), (2_300, 55_000, 2_500)],
)
def test_promised_cash_grows_within_the_tolerance(grams, due, gift):
    part = promised()

    weighing = weigh(part, grams)

    assert (weighing.total, weighing.gift) == (due, gift)
    assert Payment.objects.get().due == due
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    cash.received(part, by=STAFF)
    # The cash is in her hand and it is her earning: nobody owes anybody.
    assert ledger.balances(f"seller:{part.partner_id}@") == {}


def test_promised_cash_shrinks_with_the_weight():
    part = promised()

    weighing = weigh(part, 1_234)

    assert (weighing.total, weighing.refund) == (30_850, 0)
    assert Payment.objects.get().due == 30_850
    assert not Refund.objects.exists()


def test_cash_that_came_in_already_is_never_asked_for_again():
    part = promised()
    cash.received(part, by=STAFF)

    assert weigh(part, 2_100).gift == 2_500
    assert Payment.objects.get().captured == 50_000


@pytest.mark.parametrize(("held", "total"), [(50_000, 50_000), (51_000, 51_000), (60_000, 55_000)])
def test_an_authorised_sum_is_charged_to_its_edge(held, total):
    order = placed_order(status="confirmed")
    part = order.seller_orders.get()
    type(part).objects.update(status="new")
    payment = Payment.objects.create(
        order=order, method="card", collector=platform(), state="authorised", due=50_000
    )
    CardPayment.objects.create(payment=payment, intent_id="pi_1", held=held)
    part.refresh_from_db()

    assert weigh(by_weight(order), 2_300).total == total


def test_a_heavier_line_uses_up_what_a_lighter_one_frees():
    order = with_fish(placed_order(commission_bp=500), price=40_000)
    bank_account()
    receive(methods.start(order, method="transfer", by=BUYER)[0])
    part = by_weight(order)
    light, heavy = part.lines.order_by("pk")
    weights = {light.pk: 1_900, heavy.pk: 1_080}

    said = preview(part, weights)

    # 50.000 × 1.900/2.000 = 47.500 frees 2.500 of the 3.200 that the heavier fish is worth.
    assert [(line.price, line.gift) for line in said.lines] == [(47_500, 0), (42_500, 700)]
    assert [line.commission_change for line in said.lines] == [-125, 125]
    assert (said.change, said.refund, said.gift) == (0, 0, 700)
    assert states.weigh(part, weights, by=STAFF) == said
    assert list(part.adjustments.values_list("goods", flat=True)) == [-2_500, 2_500]
    assert not Refund.objects.exists()


def test_prices_and_commissions_are_rounded_half_up():
    part = paid(quantity=1, price=33_333, commission_bp=350)

    weighing = weigh(part, 905)

    # 33.333 × 0,905 = 30.166,365; 3,5 % of 33.333 is 1.167, in proportion 1.056,13.
    assert weighing.lines[0].price == 30_166
    assert weighing.lines[0].commission_change == 1_056 - 1_167


def test_weighing_after_short_supply_counts_what_is_left():
    part = paid(quantity=3)
    states.supply_short(part.lines.get(), units=1, by=STAFF)

    weighing = weigh(part, 1_900)

    assert weighing.lines[0].nominal_grams == 2_000
    assert (weighing.total_before, weighing.total) == (50_000, 47_500)
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [2_500, 25_000]
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    stands = standing(part.order.payments.get())
    assert stands[f"seller:{part.partner_id}"] == -47_500


@pytest.mark.parametrize("grams", [0, -5, 10_001])
def test_a_weight_that_must_be_a_slip_is_refused_and_nothing_changes(grams):
    part = paid()
    line = part.lines.get()

    with pytest.raises(NotAWeight) as refusal:
        states.weigh(part, {line.pk: grams}, by=STAFF)

    assert line.title in str(refusal.value)
    assert "10\N{NO-BREAK SPACE}kg" in str(refusal.value)
    part.refresh_from_db()
    assert (part.status, part.lines.get().final_grams) == ("accepted", None)
    assert not part.adjustments.exists()


def test_every_line_sold_by_weight_is_weighed_at_once():
    part = paid()
    line = part.lines.get()
    for weights in ({}, {line.pk + 1: 2_000}, {line.pk: 2_000, line.pk + 1: 5}):
        with pytest.raises(WeightMissing):
            states.weigh(part, weights, by=STAFF)
    assert states.weigh(part, {line.pk: 10_000}, by=STAFF).gift == 200_000


def test_goods_are_ready_only_once_they_are_weighed_and_weighed_once():
    part = paid()
    with pytest.raises(NotWeighed):
        states.ready(part, by=STAFF)
    weigh(part, 2_000)
    with pytest.raises(states.WrongState):
        states.weigh(part, {part.lines.get().pk: 1_000}, by=STAFF)
    states.ready(part, by=STAFF)
    assert part.status == "ready"


def test_weighing_is_never_refused_for_stock():
    part = paid()
    StockRecord.objects.filter(line__seller_order=part).update(num_in_stock=2, num_allocated=2)

    weigh(part, 2_600)

    record = StockRecord.objects.get(line__seller_order=part)
    assert (record.num_in_stock, record.num_allocated) == (2, 2)


def test_the_history_keeps_both_weights_and_the_gift_in_one_event():
    part = paid()
    weigh(part, 2_150)

    event = Event.objects.about(part).get(verb="seller_order.weighed")

    assert (event.before, event.after["status"]) == ({"status": "accepted"}, "weighed")
    assert (event.after["change"], event.after["gift"]) == (0, 3_750)
    assert event.after["lines"] == [
        {
            "line": part.lines.get().pk,
            "title": part.lines.get().title,
            "nominal": 2_000,
            "final": 2_150,
            "before": 50_000,
            "price": 50_000,
            "gift": 3_750,
        }
    ]


def test_a_part_cancelled_after_weighing_gives_everything_back():
    part = paid()
    weigh(part, 1_900)

    states.cancel_part(part, by=STAFF, reason="jatuh")

    assert sorted(Refund.objects.values_list("amount", flat=True)) == [2_500, 47_500]
    assert part.order.payments.get().refunding == 50_000
