"""Money back to a card: by itself, once, never while disputed; else by bank or by staff."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from shop.communication.models import Message
from shop.order import states
from shop.payment import methods
from shop.payment.card import applying, captures, sending
from shop.payment.models import Payment, ProviderCall, Refund
from shop.payment.refunding import card_refunds, granting, refunds
from shop.payment.second_person import SamePerson
from shop.people.actors import actor_for
from tests.factories import bank_account, partner, person
from tests.payment.cards import paid_by_card
from tests.payment.money import STAFF, standing
from tests.payment.test_refunds import fulfil, name_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def card_order(stripe_stand_in):
    """Return a function that gives an order paid by card: 50.000 for each part."""
    return lambda *owners, **fields: paid_by_card(stripe_stand_in, *owners, **fields)


def parts_of(order):
    return list(order.seller_orders.order_by("pk"))


def decline_first(order) -> Refund:
    states.decline(parts_of(order)[0], by=STAFF, reason="habis")
    return Refund.objects.get()


def refunds_on_the_wire(stand_in) -> list[str]:
    sent = stand_in.requests("/v1/refunds", method="POST")
    return [request["parameters"]["amount"] for request in sent]


def test_a_declined_part_goes_back_to_the_card_by_itself(card_order, stripe_stand_in):
    order = card_order(partner(), partner())
    refund = decline_first(order)
    assert (refund.way, refund.state) == ("card", "approved")
    assert [share.amount for share in refund.shares.all()] == [50_000]
    assert methods.return_due() == 1
    assert methods.return_due() == 0

    refund.refresh_from_db()
    assert (refund.state, refund.reference) == ("sent", refund.provider_id)
    assert refunds_on_the_wire(stripe_stand_in) == ["5000000"]
    assert standing(order.payments.get()).get("refund_due") is None
    assert Message.objects.filter(kind="refund.sent_to_card").count() == 1
    assert not Message.objects.filter(kind="refund.needed").exists()


def test_one_without_an_answer_is_sent_again_and_only_once(card_order, stripe_stand_in):
    refund = decline_first(card_order(partner(), partner()))
    stripe_stand_in.fail("/v1/refunds", "done_drop")
    methods.return_due()
    refund.refresh_from_db()
    assert refund.state == "sending"
    ProviderCall.objects.update(next_at=timezone.now(), leased_until=None)
    sending.calls.retry_due()
    refund.refresh_from_db()
    assert refund.state == "sent"
    assert len(stripe_stand_in.objects("refund")) == 1


def test_what_the_card_does_not_take_goes_by_bank(card_order, stripe_stand_in):
    order = card_order(partner(), partner())
    refund = decline_first(order)
    methods.return_due()
    refund.refresh_from_db()
    stripe_stand_in.finish_refund(refund.provider_id, status="failed")
    applying.refund(refund.provider_id)

    refund.refresh_from_db()
    assert (refund.way, refund.state, refund.provider_id) == ("bank", "needs_account", None)
    assert standing(order.payments.get())["refund_due"] == -50_000
    account = bank_account()
    name_account(order)
    refund.refresh_from_db()
    refunds.sent(refund, reference="TRX", by=STAFF)
    assert standing(order.payments.get())[f"bank:{account.pk}"] == -50_000


def test_what_the_provider_refuses_waits_for_staff(card_order, stripe_stand_in):
    order = card_order(partner(), partner())
    refund = decline_first(order)
    intent = order.payments.get().card.intent_id
    stripe_stand_in.dashboard_refund(intent=intent, amount=6_000_000)
    methods.return_due()
    refund.refresh_from_db()
    assert (refund.way, refund.state) == ("card", "failed")
    card_refunds.by_bank(refund, by=STAFF)
    refund.refresh_from_db()
    assert (refund.way, refund.state) == ("bank", "needs_account")


def test_a_disputed_payment_takes_no_refund_until_it_is_won(card_order, stripe_stand_in):
    order = card_order(partner(), partner())
    refund = decline_first(order)
    dispute = stripe_stand_in.open_dispute(order.payments.get().card.charge_id)
    applying.dispute(dispute["id"])
    assert sending.due(1) == []
    methods.return_due()
    refund.refresh_from_db()
    assert refund.state == "approved"
    assert refunds_on_the_wire(stripe_stand_in) == []
    with pytest.raises(refunds.Disputed):
        states.decline(parts_of(order)[1], by=STAFF, reason="habis")

    stripe_stand_in.close_dispute(dispute["id"], is_won=True)
    applying.dispute(dispute["id"])
    methods.return_due()
    refund.refresh_from_db()
    assert refund.state == "sent"


def test_a_lost_dispute_pays_what_was_owed_and_takes_the_rest_from_the_parts(
    card_order, stripe_stand_in
):
    order = card_order(partner(), partner(), partner(), commission_bp=1_000)
    fulfil(parts_of(order)[2])
    refund = decline_first(order)
    dispute = stripe_stand_in.open_dispute(order.payments.get().card.charge_id)
    applying.dispute(dispute["id"])
    stripe_stand_in.close_dispute(dispute["id"], is_won=False)
    applying.dispute(dispute["id"])
    applying.dispute(dispute["id"])

    refund.refresh_from_db()
    assert (refund.state, refund.reference) == ("sent", dispute["id"])
    payment = order.payments.get()
    assert (payment.refunding, payment.disputed) == (50_000, 100_000)
    stands = standing(payment)
    assert stands["loss"] == 50_000
    assert "order" not in stands
    assert "refund_due" not in stands


def test_a_refund_made_at_the_provider_is_the_one_that_was_owed(card_order, stripe_stand_in):
    order = card_order(partner(), partner())
    refund = decline_first(order)
    made = stripe_stand_in.dashboard_refund(
        intent=order.payments.get().card.intent_id, amount=5_000_000
    )
    applying.refund(made["id"])
    refund.refresh_from_db()
    assert (refund.state, refund.provider_id) == ("sent", made["id"])
    assert methods.return_due() == 0


def test_another_refund_made_there_is_taken_from_what_nobody_earned_first(
    card_order, stripe_stand_in
):
    order = card_order(partner(), partner(), commission_bp=1_000)
    first, second = parts_of(order)
    fulfil(first)
    made = stripe_stand_in.dashboard_refund(
        intent=order.payments.get().card.intent_id, amount=7_000_000
    )
    applying.refund(made["id"])
    applying.refund(made["id"])

    rows = Refund.objects.order_by("pk")
    assert [(row.amount, row.state, row.bearer) for row in rows] == [
        (50_000, "sent", ""),
        (20_000, "sent", "platform"),
    ]
    assert [row.shares.get().seller_order for row in rows] == [second, first]
    stands = standing(order.payments.get())
    assert stands["loss"] == 20_000
    assert "order" not in stands
    assert granting.grantable(first) == 30_000


def test_a_large_refund_of_the_staffs_waits_for_a_second_person(card_order, settings):
    settings.SECOND_PERSON_ABOVE = 40_000
    maker, other = person(is_staff=True), person(is_staff=True)
    order = card_order(partner(), partner())
    states.decline(parts_of(order)[0], by=actor_for(maker), reason="habis")
    refund = Refund.objects.get()
    assert refund.made_by == maker
    assert sending.due(1) == []
    assert methods.return_due() == 0
    with pytest.raises(refunds.NotReleased):
        sending.send(refund, by=STAFF)
    with pytest.raises(SamePerson):
        refunds.release(refund, by=actor_for(maker))
    refunds.release(refund, by=actor_for(other))
    assert methods.return_due() == 1
    with pytest.raises(states.WrongState):
        refunds.release(refund, by=actor_for(other))


def test_a_seller_needs_nobody_to_release_what_she_gives_back(card_order, settings):
    settings.SECOND_PERSON_ABOVE = 40_000
    order = card_order(partner(), partner())
    states.decline(parts_of(order)[0], by=actor_for(person()), reason="habis")
    assert get_user_model().objects.filter(is_staff=True).count() == 0
    assert methods.return_due() == 1


def test_weighing_differences_are_one_refund_that_waits_for_all_parts(stripe_stand_in):
    order = paid_by_card(stripe_stand_in, partner(), partner(), partner(), weighed=True)
    parts = parts_of(order)
    for part in parts:
        states.accept(part, by=STAFF)
    states.weigh(parts[0], {parts[0].lines.get().pk: 2_000}, by=STAFF)
    states.ready(parts[0], by=STAFF)
    captures.capture_due()
    states.weigh(parts[1], {parts[1].lines.get().pk: 1_600}, by=STAFF)
    assert methods.return_due() == 0
    states.weigh(parts[2], {parts[2].lines.get().pk: 1_800}, by=STAFF)
    refund = Refund.objects.get()
    assert (refund.amount, refund.is_weighing) == (15_000, True)
    assert [share.amount for share in refund.shares.all()] == [10_000, 5_000]
    assert Message.objects.filter(kind="refund.to_card").count() == 1
    assert methods.return_due() == 1
    assert Payment.objects.get().refunding == 15_000


def test_a_dispute_that_we_have_not_heard_of_lets_the_refund_wait_an_hour(
    card_order, stripe_stand_in
):
    order = card_order(partner(), partner())
    refund = decline_first(order)
    stripe_stand_in.open_dispute(order.payments.get().card.charge_id)
    methods.return_due()
    refund.refresh_from_db()
    assert (refund.way, refund.state) == ("card", "approved")
    assert methods.return_due() == 0
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert methods.return_due() == 1
    assert len(refunds_on_the_wire(stripe_stand_in)) == 2
