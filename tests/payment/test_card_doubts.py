"""Staff decide about payments in doubt."""

import pytest

from shop.history.models import Event
from shop.order import states
from shop.order.models import Order
from shop.payment.card import applying, authorisations, client, doubts, events, moves
from shop.payment.models import Payment, ProviderEvent
from tests.factories import partner
from tests.payment.cards import paid_by_card
from tests.payment.money import STAFF
from tests.payment.told import again, balances, card_payment


@pytest.fixture
def doubtful(client, stripe_stand_in) -> Payment:
    """A payment of which the provider took Rp50.000 where Rp50.001 were asked for."""
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    Payment.objects.filter(pk=payment.pk).update(due=50_001)
    stripe_stand_in.deliver(client)
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("in_doubt", "awaiting")
    return payment


@pytest.fixture
def taken_unasked(stripe_stand_in):
    """Return a function that gives a confirmed order whose hold somebody took at the provider."""

    def taken_unasked(*owners) -> Payment:
        payment = paid_by_card(stripe_stand_in, *owners, weighed=True).payments.get()
        take_at_provider(payment)
        payment = again(payment)
        assert (payment.state, payment.order.status) == ("in_doubt", "confirmed")
        return payment

    return taken_unasked


def take_at_provider(payment: Payment) -> None:
    client.client().v1.payment_intents.capture(payment.card.intent_id)
    applying.intent(payment.card.intent_id)


def test_accepted_money_pays_the_order(doubtful):
    Payment.objects.filter(pk=doubtful.pk).update(due=50_000)
    assert doubts.accept(again(doubtful), by=STAFF)
    payment = again(doubtful)
    assert (payment.state, payment.captured, payment.refunding) == ("captured", 50_000, 0)
    assert (payment.order.status, payment.order.paid) == ("confirmed", "yes")
    stands = balances(payment.order)
    assert stands["order@platform"] == -50_000
    assert "suspense@platform" not in stands
    assert Event.objects.filter(verb="payment.accepted").count() == 1
    with pytest.raises(states.WrongState):
        doubts.accept(payment, by=STAFF)


def test_too_little_is_not_accepted(doubtful):
    with pytest.raises(doubts.TooLittle):
        doubts.accept(doubtful, by=STAFF)
    assert again(doubtful).state == "in_doubt"
    assert balances(doubtful.order)["suspense@platform"] == -50_000


def test_accepted_too_late_it_goes_back(doubtful):
    Payment.objects.filter(pk=doubtful.pk).update(due=50_000)
    Order.objects.filter(pk=doubtful.order_id).update(status="cancelled")
    assert not doubts.accept(again(doubtful), by=STAFF)
    payment = again(doubtful)
    assert (payment.state, payment.captured, payment.refunding) == ("rejected", 50_000, 50_000)
    assert balances(payment.order)["refund_due@platform"] == -50_000


def test_rejected_money_goes_back_and_the_order_can_be_paid_again(doubtful):
    with pytest.raises(doubts.ReasonMissing):
        doubts.reject(doubtful, reason=" ", by=STAFF)
    doubts.reject(doubtful, reason="Bukan pembeli kami.", by=STAFF)
    payment = again(doubtful)
    assert (payment.state, payment.refunding) == ("rejected", 50_000)
    assert (payment.order.status, payment.order.paid) == ("awaiting", "no")
    assert payment.order.clock_stopped_at is None
    assert payment.refunds.get().way == "card"
    assert balances(payment.order)["refund_due@platform"] == -50_000
    assert moves.difference() == 0
    event = Event.objects.get(verb="payment.rejected")
    assert (event.reason, event.actor_label) == ("Bukan pembeli kami.", "Staf")


def test_goods_stay_while_their_money_is_in_doubt(taken_unasked):
    payment = taken_unasked(partner())
    [part] = payment.order.seller_orders.all()
    states.accept(part, by=STAFF)
    states.weigh(part, {part.lines.get().pk: 2_000}, by=STAFF)
    states.ready(part, by=STAFF)
    with pytest.raises(authorisations.StillInDoubt):
        states.hand_over(part, by=STAFF)
    doubts.accept(payment, by=STAFF)
    states.hand_over(part, by=STAFF)
    assert balances(payment.order).get("order@platform", 0) == 0
    assert again(payment).refunding == 5_000


def test_what_fell_away_meanwhile_goes_back_when_the_rest_is_accepted(taken_unasked):
    payment = taken_unasked(partner(), partner())
    declined, _kept = payment.order.seller_orders.order_by("pk")
    states.decline(declined, by=STAFF, reason="Habis")
    assert doubts.accept(payment, by=STAFF)
    payment = again(payment)
    assert (payment.state, payment.captured, payment.refunding) == ("captured", 110_000, 60_000)
    assert balances(payment.order)["order@platform"] == -50_000


@pytest.mark.parametrize("is_accepted", [True, False])
def test_an_order_of_which_nothing_is_left_closes_and_all_goes_back(taken_unasked, is_accepted):
    payment = taken_unasked(partner())
    states.decline(payment.order.seller_orders.get(), by=STAFF, reason="Habis")
    if is_accepted:
        assert not doubts.accept(payment, by=STAFF)
    else:
        doubts.reject(payment, reason="Bukan kami.", by=STAFF)
    payment = again(payment)
    assert (payment.state, payment.captured, payment.refunding) == ("rejected", 55_000, 55_000)
    assert payment.order.status == "closed"


def test_a_lapsed_hold_that_is_taken_after_all_is_late_money(stripe_stand_in):
    payment = paid_by_card(stripe_stand_in, partner(), weighed=True).payments.get()
    authorisations.lapse(payment, by=STAFF)
    take_at_provider(payment)
    payment = again(payment)
    assert (payment.state, payment.captured, payment.refunding) == ("captured", 55_000, 5_000)
    assert (payment.order.status, payment.order.paid) == ("confirmed", "yes")
    assert balances(payment.order)["order@platform"] == -50_000


def test_a_doubtful_hold_is_let_go(client, stripe_stand_in):
    payment = card_payment(weighed=True)
    stripe_stand_in.pay(payment.card.session_id)
    payment.card.held += 1
    payment.card.save()
    stripe_stand_in.deliver(client)
    payment = again(payment)
    assert (payment.state, balances(payment.order)) == ("in_doubt", {})
    with pytest.raises(doubts.NoMoneyYet):
        doubts.accept(payment, by=STAFF)
    doubts.reject(payment, reason="Jumlahnya lain.", by=STAFF)
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("rejected", "awaiting")
    assert payment.provider_calls.filter(operation="intent.cancel").count() == 1


def test_a_look_at_an_event_is_noted_once(doubtful):
    row = ProviderEvent.objects.filter(state="quarantined").first()
    events.look_at(row, note="Lihat pesanan.", by=STAFF)
    assert ProviderEvent.objects.get(pk=row.pk).settled_at is not None
    with pytest.raises(states.WrongState):
        events.look_at(row, note="", by=STAFF)
    assert Event.objects.filter(verb="provider_event.looked_at").count() == 1
