"""Held, refunded, disputed and settled: the provider's facts in our rows and ledger."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from shop.order import states
from shop.payment import methods, summary
from shop.payment.card import applying, dispatch, disputes, moves, reconciling, sending
from shop.payment.card.seen import DisputeSeen
from shop.payment.models import (
    BalanceTransaction,
    Dispute,
    Payment,
    ProviderCall,
    ProviderEvent,
    Reconciliation,
    Refund,
    Settlement,
)
from shop.payment.refunding import refunds
from shop.people.actors import SYSTEM
from tests.factories import bank_account, partner
from tests.payment.cards import open_page
from tests.payment.money import BUYER, STAFF
from tests.payment.told import again, balances, card_payment, told_paid


def test_held_money_confirms_the_order_without_a_posting(client, stripe_stand_in):
    payment = card_payment(weighed=True)
    assert (payment.due, payment.card.held) == (50_000, 55_000)
    stripe_stand_in.pay(payment.card.session_id)
    assert set(stripe_stand_in.deliver(client, repeat=3, shuffle=True)) == {200}
    payment = again(payment)
    assert (payment.state, payment.captured) == ("authorised", 0)
    assert (payment.order.status, payment.order.paid) == ("confirmed", "held")
    assert payment.card.capture_before is not None
    assert balances(payment.order) == {}
    summary.write(payment.order)
    assert again(payment).order.paid == "held"


def test_held_money_for_a_dead_order_is_let_go(client, stripe_stand_in):
    payment = card_payment(weighed=True)
    stripe_stand_in.pay(payment.card.session_id)
    states.cancel(payment.order, by=STAFF)
    assert set(stripe_stand_in.deliver(client, repeat=2)) == {200}
    assert again(payment).state == "cancelled"
    call = ProviderCall.objects.get(operation="intent.cancel")
    assert call.target == again(payment).card.intent_id
    assert balances(payment.order) == {}


def test_a_lapsed_hold_brings_the_order_back_to_be_paid(client, stripe_stand_in):
    payment = card_payment(weighed=True)
    stripe_stand_in.pay(payment.card.session_id)
    stripe_stand_in.deliver(client)
    stripe_stand_in.advance(days=8)
    assert set(stripe_stand_in.deliver(client, repeat=2)) == {200}
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("lapsed", "awaiting")


def test_another_amount_is_put_in_doubt_and_stops_the_clock(client, stripe_stand_in):
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    Payment.objects.filter(pk=payment.pk).update(due=payment.due + 1)
    assert set(stripe_stand_in.deliver(client)) == {200}
    payment = again(payment)
    assert payment.state == "in_doubt"
    assert payment.doubt.startswith("Jumlahnya lain dari yang kami minta: Rp50.000")
    assert (payment.order.status, payment.order.paid) == ("awaiting", "checking")
    assert payment.order.clock_stopped_at is not None
    assert balances(payment.order)["suspense@platform"] == -50_000
    assert ProviderEvent.objects.filter(state="quarantined").exists()
    assert moves.difference() == 0


def test_a_second_attempt_that_also_pays_goes_back(client, stripe_stand_in):
    first = card_payment()
    Payment.objects.filter(pk=first.pk).update(state="cancelled", closed_at=timezone.now())
    second = methods.start(first.order, method="card", by=BUYER)[0]
    open_page(second)
    second = again(second)
    for payment in (second, first):
        stripe_stand_in.pay(payment.card.session_id)
        stripe_stand_in.deliver(client)
    first, second = again(first), again(second)
    assert (second.state, second.captured, second.refunding) == ("captured", 50_000, 0)
    assert (first.state, first.captured, first.refunding) == ("cancelled", 50_000, 50_000)
    assert balances(first.order)["refund_due@platform"] == -50_000


def test_our_refund_follows_the_provider_there_and_back(client, stripe_stand_in):
    payment = told_paid(stripe_stand_in, client)
    states.ask_to_cancel(payment.order, by=STAFF)
    refund = payment.refunds.get()
    sending.send(refund, by=SYSTEM)
    assert set(stripe_stand_in.deliver(client, repeat=3, shuffle=True)) == {200}
    refund.refresh_from_db()
    assert refund.state == "sent"
    assert "refund_due@platform" not in balances(payment.order)
    assert moves.difference() == 0
    stripe_stand_in.finish_refund(refund.provider_id, status="failed")
    assert set(stripe_stand_in.deliver(client, repeat=3, shuffle=True)) == {200}
    refund.refresh_from_db()
    assert (refund.way, refund.state) == ("bank", "needs_account")
    assert balances(payment.order)["refund_due@platform"] == -50_000
    assert moves.difference() == 0
    assert BalanceTransaction.objects.filter(source=f"refund:{refund.pk}").count() == 2


def test_a_refund_from_the_dashboard_is_found(client, stripe_stand_in):
    payment = told_paid(stripe_stand_in, client, partner(), partner())
    stripe_stand_in.dashboard_refund(intent=payment.card.intent_id, amount=60_000_00)
    assert set(stripe_stand_in.deliver(client, repeat=3, shuffle=True)) == {200}
    refund = Refund.objects.get()
    assert (refund.amount, refund.state, refund.way) == (60_000, "sent", "card")
    assert again(payment).refunding == 60_000
    assert balances(payment.order)["order@platform"] == -40_000
    assert moves.difference() == 0


@pytest.mark.parametrize("is_won", [True, False])
def test_a_dispute_freezes_and_ends(client, stripe_stand_in, is_won):
    payment = told_paid(stripe_stand_in, client)
    dispute_id = stripe_stand_in.open_dispute(payment.card.charge_id)["id"]
    assert set(stripe_stand_in.deliver(client, repeat=3, shuffle=True)) == {200}
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.amount, dispute.counted) == ("open", 50_000, 50_000)
    assert again(payment).disputed == 50_000
    assert list(disputes.disputed_orders()) == [payment.order]
    assert balances(payment.order)[f"dispute:{dispute.pk}"] == 50_000
    assert moves.difference() == 0
    with pytest.raises(refunds.Disputed):
        refunds.owe(payment, 1_000, reason="a", by=STAFF)
    stripe_stand_in.close_dispute(dispute_id, is_won=is_won)
    assert set(stripe_stand_in.deliver(client, repeat=3, shuffle=True)) == {200}
    dispute.refresh_from_db()
    assert dispute.state == ("won" if is_won else "lost")
    assert f"dispute:{dispute.pk}" not in balances(payment.order)
    assert again(payment).disputed == (0 if is_won else 50_000)
    assert balances(payment.order).get("order@platform", 0) == (-50_000 if is_won else 0)
    assert not disputes.disputed_orders().exists()
    assert again(payment).order.paid == ("yes" if is_won else "refunded")
    assert moves.difference() == 0


def test_a_payout_settles_on_the_platforms_account(client, stripe_stand_in):
    account = bank_account()
    told_paid(stripe_stand_in, client)
    payout = stripe_stand_in.pay_out(amount=40_000_00)
    assert set(stripe_stand_in.deliver(client, repeat=2)) == {200}
    settlement = Settlement.objects.get()
    assert (settlement.amount, settlement.state) == (40_000, "paid")
    assert settlement.account == account
    assert moves.difference() == 0
    stripe_stand_in.fail_payout(payout["id"])
    assert set(stripe_stand_in.deliver(client, repeat=2)) == {200}
    settlement.refresh_from_db()
    assert settlement.state == "failed"
    assert moves.difference() == 0
    assert BalanceTransaction.objects.filter(source=f"settlement:{settlement.pk}").count() == 2


def test_a_payout_without_an_account_waits_for_staff(client, stripe_stand_in):
    told_paid(stripe_stand_in, client)
    stripe_stand_in.pay_out()
    assert set(stripe_stand_in.deliver(client)) == {200}
    assert not Settlement.objects.exists()
    assert ProviderEvent.objects.get(type="payout.paid").state == "quarantined"
    assert moves.difference() == 0


def test_a_foreign_balance_costs_fees_and_a_conversion(client, stripe_stand_in):
    account = bank_account()
    stripe_stand_in.configure(settlement_currency="sgd", exchange_rate=0.000085)
    payment = told_paid(stripe_stand_in, client)
    move = BalanceTransaction.objects.get()
    assert (move.currency, move.amount) == ("sgd", 425)
    assert move.rupiah_amount == 50_000
    assert move.rupiah_net == move.rupiah_amount - move.rupiah_fee
    assert moves.difference() == 0
    stripe_stand_in.pay_out()
    stripe_stand_in.deliver(client)
    assert Settlement.objects.get().amount == move.rupiah_net
    stands = balances(payment.order)
    assert stands[f"bank:{account.pk}"] == move.rupiah_net
    assert "stripe" not in stands
    assert moves.difference() == 0


@pytest.mark.parametrize(
    ("amount", "currency", "rate", "rupiah"),
    [
        (1_234, "idr", None, 12),
        (1_250, "idr", None, 13),
        (-1_250, "idr", None, -13),
        (425, "sgd", "0.000085", 50_000),
        (485, "jpy", "0.0097", 50_000),
        (1_000, "kwd", "0.00002", 50_000),
    ],
)
def test_amounts_are_worth_rupiah_by_their_rate(db, amount, currency, rate, rupiah):
    rate = moves.Decimal(rate) if rate else None
    assert moves.in_rupiah(amount, currency, rate) == rupiah


def test_money_without_a_rate_waits(db):
    with pytest.raises(moves.NoRate):
        moves.in_rupiah(100, "sgd", None)


def test_reconciliation_finds_what_no_webhook_told(client, stripe_stand_in):
    account = bank_account()
    paid, lapsed = card_payment(), card_payment()
    stripe_stand_in.pay(paid.card.session_id)
    run = reconciling.reconcile()
    assert (run.error, again(paid).state) == ("", "captured")
    charge = again(paid).card.charge_id
    stripe_stand_in.dashboard_refund(intent=again(paid).card.intent_id, amount=10_000_00)
    stripe_stand_in.open_dispute(charge, amount=5_000_00)
    stripe_stand_in.pay_out(amount=20_000_00)
    stripe_stand_in.advance(hours=25)
    run = reconciling.reconcile()
    assert run.error == ""
    assert Refund.objects.get().amount == 10_000
    assert Dispute.objects.get().amount == 5_000
    assert Settlement.objects.get().account == account
    assert again(lapsed).state == "expired"
    assert moves.difference() == 0
    assert stripe_stand_in.balance() == 100 * sum(
        BalanceTransaction.objects.values_list("rupiah_net", flat=True)
    )
    again_run = reconciling.reconcile()
    assert again_run.error == ""
    assert Reconciliation.objects.filter(finished_at__isnull=False).count() == 3


def test_reconciliation_puts_strangers_money_into_suspense(client, stripe_stand_in):
    payment = card_payment()
    session = payment.card.session_id
    ProviderCall.objects.filter(payment=payment).delete()
    payment.card.delete()
    number = payment.order.number
    payment.delete()
    stripe_stand_in.pay(session)
    for _twice in range(2):
        assert reconciling.reconcile().error == ""
    rows = ProviderEvent.objects.filter(state="quarantined", reason__contains=number)
    assert rows.count() == 1
    assert balances(payment.order)["suspense@platform"] == -50_000
    assert moves.difference() == 0


def test_reconciliation_stops_without_an_answer_and_says_so(stripe_stand_in, db):
    stripe_stand_in.fail("/v1/", "drop", count=1)
    run = reconciling.reconcile()
    assert run.finished_at is None
    assert run.error.startswith("No answer")
    call_command("reconcile_card", "--since=2026-01-01")
    assert Reconciliation.objects.first().finished_at is not None


def test_what_could_not_be_repaired_is_compared_again(stripe_stand_in, db):
    now = timezone.now()
    for days, error in ((9, ""), (6, "pi_1: x"), (5, "")):
        run = Reconciliation.objects.create(since=now, finished_at=now, error=error)
        Reconciliation.objects.filter(pk=run.pk).update(started_at=now - timedelta(days=days))
    assert reconciling.reconcile().since == now - timedelta(days=8)
    Reconciliation.objects.exclude(error="").delete()
    Reconciliation.objects.update(error="pi_1: x")
    earliest = reconciling.reconcile().since
    assert abs(now - earliest - reconciling.FIRST) < timedelta(minutes=1)


def test_reading_again_does_nothing_more(client, stripe_stand_in):
    payment = told_paid(stripe_stand_in, client)
    stands = balances(payment.order)
    applying.session(payment.card.session_id)
    applying.intent(payment.card.intent_id)
    applying.charge(payment.card.charge_id)
    assert balances(payment.order) == stands


def test_a_refund_and_a_dispute_may_be_told_before_the_payment(client, stripe_stand_in):
    for step in ("refund", "dispute"):
        payment = card_payment()
        stripe_stand_in.pay(payment.card.session_id)
        charge = stripe_stand_in.last("charge")
        stripe_stand_in.waiting()
        if step == "refund":
            stripe_stand_in.dashboard_refund(intent=charge["payment_intent"], amount=10_000_00)
        else:
            stripe_stand_in.open_dispute(charge["id"], amount=10_000_00)
        assert set(stripe_stand_in.deliver(client, shuffle=True)) == {200}
        payment = again(payment)
        assert (payment.state, payment.captured) == ("captured", 50_000)
        assert payment.refunding + payment.disputed == 10_000
        assert moves.difference() == 0
    assert not ProviderEvent.objects.filter(state="quarantined").exists()


def test_more_disputed_than_left_is_shown_and_never_over_counted(client, stripe_stand_in):
    payment = told_paid(stripe_stand_in, client)
    states.ask_to_cancel(payment.order, by=STAFF)
    stripe_stand_in.open_dispute(payment.card.charge_id)
    assert set(stripe_stand_in.deliver(client, repeat=2)) == {200}
    payment = again(payment)
    assert (payment.refunding, payment.disputed) == (50_000, 0)
    row = ProviderEvent.objects.get(state="quarantined")
    assert row.reason == "Yang disengketakan lebih besar dari sisa pembayaran."
    assert Dispute.objects.get().counted == 0
    assert moves.difference() == 0


def test_an_inquiry_takes_no_money_and_ends_quietly(client, stripe_stand_in):
    payment = told_paid(stripe_stand_in, client)
    seen = DisputeSeen(
        id="dp_1",
        charge_id=payment.card.charge_id,
        intent_id=payment.card.intent_id,
        amount=50_000_00,
        currency="idr",
        status="warning_needs_response",
        reason="general",
        evidence_by=None,
        created=timezone.now(),
    )
    assert disputes.follow(payment, seen) == ""
    assert (again(payment).disputed, Dispute.objects.get().state) == (0, "open")
    assert disputes.follow(payment, replace(seen, status="warning_closed")) == ""
    assert Dispute.objects.get().state == "won"
    assert "dispute:" not in "".join(balances(payment.order))


def test_messages_that_never_came_are_counted(client, stripe_stand_in, monkeypatch):
    monkeypatch.setattr(reconciling, "ON_ITS_WAY", timedelta(minutes=-1))
    told_paid(stripe_stand_in, client)
    assert reconciling.reconcile().unheard == 0
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    lost = [one["type"] for one in stripe_stand_in.waiting()]
    handled = [kind for kind in lost if kind in dispatch.HANDLED]
    assert reconciling.reconcile().unheard == len(handled) > 0
    assert again(payment).state == "captured"
