"""Staff decide about payments in doubt."""

import pytest

from shop.history.models import Event
from shop.order import states
from shop.order.models import Order
from shop.payment.card import doubts, events, moves
from shop.payment.models import Payment, ProviderEvent
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
