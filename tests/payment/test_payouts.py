"""Payouts: whose money, how much, by whom, and what the ledger says afterwards, to the rupiah."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.history.models import Event
from shop.order import states
from shop.order.refusals import NotOnBehalf, WrongState
from shop.payment import cash, ledger, methods
from shop.payment.collecting.collectors import platform
from shop.payment.models import Dispute, PayoutAccount, PayoutBatch, PayoutRequest
from shop.payment.paying_out import payout_accounts, payouts, statements
from shop.payment.refunding import granting, refunds
from shop.payment.second_person import SamePerson
from shop.people.actors import SYSTEM, Actor
from tests.factories import partner, person, placed_order
from tests.payment.money import BUYER, STAFF, paid_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker():
    return Actor("Pencatat", person_id=person().pk)


@pytest.fixture
def releaser():
    return Actor("Pencair", person_id=person().pk)


def with_account(seller, number="1234567890", **fields):
    return PayoutAccount.objects.create(
        partner=seller,
        bank="Bank Contoh",
        number=number,
        holder="Sri Contoh",
        payable_from=timezone.now() - timedelta(days=5),
        **fields,
    )


def sold(seller, *, is_over=True, **fields):
    part = paid_order(seller, **fields).seller_orders.get()
    for step in (states.accept, states.ready, states.hand_over):
        step(part, by=STAFF)
    if is_over:
        states.complete(part, by=STAFF)
    return part


def sold_for_cash(seller, **fields):
    order = placed_order(seller, phone_proven_at=timezone.now(), **fields)
    methods.start(order, method="cash", by=BUYER)
    part = order.seller_orders.get()
    for step in (states.accept, states.ready, states.hand_over):
        step(part, by=STAFF)
    cash.received(part, by=STAFF)
    states.complete(part, by=STAFF)
    return part


def due_to(seller):
    return {one.partner: (one.amount, one.recovered) for one in payouts.payable(platform())}.get(
        seller
    )


@pytest.fixture
def seller():
    """A seller who is owed 45,000 and has an account."""
    owner = partner()
    with_account(owner)
    sold(owner, commission_bp=1_000)
    return owner


@pytest.fixture
def batch(seller, maker):
    return payouts.draft(platform(), by=maker)


def test_only_what_buyers_are_content_with_is_payable():
    owner = partner()
    part = sold(owner, is_over=False, commission_bp=1_000)
    assert due_to(owner) is None

    states.complete(part, by=STAFF)
    assert due_to(owner) == (45_000, 0)


def test_a_disputed_payment_holds_the_sellers_share(seller):
    payment = seller.seller_orders.get().order.payments.get()
    dispute = Dispute.objects.create(
        provider_id="dp_1", payment=payment, amount=1_000, opened_at=timezone.now()
    )
    assert due_to(seller) is None
    assert statements.of(seller).held == 45_000

    Dispute.objects.filter(pk=dispute.pk).update(state="won")
    assert due_to(seller) == (45_000, 0)


def test_without_an_account_nothing_is_paid_and_the_list_says_so(maker):
    owner = partner()
    sold(owner)
    [one] = payouts.payable(platform())
    assert (one.is_ready, str(one.problem)) == (False, "Belum ada rekening bank.")
    with pytest.raises(payouts.NothingDue):
        payouts.draft(platform(), by=maker)


def test_a_new_account_is_paid_only_after_its_72_hours(seller, maker, releaser):
    former = seller.payout_accounts.get()
    PayoutAccount.objects.filter(pk=former.pk).update(ended_at=timezone.now())
    with_account(seller, "99887766")
    PayoutAccount.objects.filter(number="99887766").update(
        payable_from=timezone.now() + timedelta(hours=1)
    )
    batch = payouts.draft(platform(), by=maker)
    payouts.release(batch, by=releaser)
    assert batch.payouts.get().number == former.number


def test_less_than_the_least_waits(settings):
    settings.PAYOUT_LEAST = 50_001
    owner = partner()
    with_account(owner)
    sold(owner)
    [one] = payouts.payable(platform())
    assert not one.is_ready
    settings.PAYOUT_LEAST = 50_000
    assert one.is_ready


def test_a_batch_runs_from_draft_to_the_bank(seller, batch, releaser):
    payout = batch.payouts.get()
    assert (payout.amount, payout.state, payout.number) == (45_000, "draft", "")
    assert payouts.payable(platform()) == []
    before = ledger.balances()

    batch = payouts.release(batch, by=releaser)
    payout.refresh_from_db()
    assert (batch.state, payout.state, payout.number) == ("released", "released", "1234567890")
    assert ledger.balance(f"payout:{batch.pk}@platform") == -45_000
    assert ledger.balances(f"seller:{seller.pk}@") == {}

    payouts.confirm(payout, reference=" TRX-9 ", by=releaser)
    assert (payout.state, payout.reference) == ("confirmed", "TRX-9")
    bank = f"bank:{batch.account_id}"
    assert ledger.balance(bank) == before[bank] - 45_000
    assert ledger.balances("payout:") == {}
    statement = statements.of(seller)
    assert (statement.paid_out, statement.available) == (45_000, 0)
    [month] = statements.by_month(seller)
    assert month.paid_out == 45_000


def test_who_made_a_batch_never_releases_it(batch, maker):
    for by in (maker, SYSTEM, Actor("Staf")):
        with pytest.raises(SamePerson):
            payouts.release(batch, by=by)
    assert PayoutBatch.objects.get().state == "draft"


def test_nobody_pays_out_for_somebody_else(seller, batch, releaser):
    helping = Actor("Relawan", person_id=releaser.person_id, on_behalf_of_id=releaser.person_id)
    for step in (
        lambda: payouts.draft(platform(), by=helping),
        lambda: payouts.release(batch, by=helping),
        lambda: payouts.drop(batch, by=helping),
        lambda: payouts.confirm(batch.payouts.get(), reference="x", by=helping),
    ):
        with pytest.raises(NotOnBehalf):
            step()


def test_a_payout_that_bounced_is_hers_again_and_its_account_is_in_doubt(seller, batch, releaser):
    payouts.release(batch, by=releaser)
    payout = batch.payouts.get()
    payouts.bounce(payout, reason="Rekening tutup", by=releaser)

    assert ledger.balance(f"seller:{seller.pk}@platform") == -45_000
    [one] = payouts.payable(platform())
    assert (one.amount, one.is_ready) == (45_000, False)
    assert statements.of(seller).paid_out == 0

    with pytest.raises(WrongState):
        payouts.confirm(payout, reference="TRX", by=releaser)


def test_entering_the_same_account_again_ends_the_doubt(seller, batch, releaser):
    payouts.release(batch, by=releaser)
    payouts.bounce(batch.payouts.get(), reason="Rekening tutup", by=releaser)
    owner = Actor("Sri", person_id=person().pk)
    payout_accounts.set_account(
        seller, bank="Bank Contoh", number="1234567890", holder="Sri Contoh", by=owner
    )
    [one] = payouts.payable(platform())
    assert one.is_ready
    assert PayoutAccount.objects.count() == 1


def test_a_confirmed_payout_is_undone_by_a_counter_entry(seller, batch, releaser):
    bank = f"bank:{batch.account_id}"
    held = ledger.balance(bank)
    payouts.release(batch, by=releaser)
    payout = batch.payouts.get()
    payouts.confirm(payout, reference="TRX", by=releaser)
    payouts.undo(payout, reason="Ditarik kembali oleh bank", by=releaser)

    assert (ledger.balance(bank), payout.state) == (held, "undone")
    assert ledger.balance(f"seller:{seller.pk}@platform") == -45_000
    assert statements.of(seller).paid_out == 0


def test_commission_on_cash_is_taken_off_first(seller, maker, releaser):
    sold_for_cash(seller, commission_bp=2_000)
    assert statements.of(seller).owes == 10_000
    assert due_to(seller) == (35_000, 10_000)

    batch = payouts.draft(platform(), by=maker)
    payouts.release(batch, by=releaser)

    assert ledger.balances(f"seller:{seller.pk}@") == {}
    assert ledger.balance(f"payout:{batch.pk}@platform") == -35_000
    statement = statements.of(seller)
    assert (statement.owes, statement.available, statement.paid_out) == (0, 0, 35_000)
    assert statement.earned == 45_000 + 40_000


def test_a_debt_that_swallows_all_pays_nothing_but_is_settled(maker, releaser):
    owner = partner()
    sold(owner, price=5_000)
    sold_for_cash(owner, commission_bp=3_000)
    batch = payouts.draft(platform(), by=maker)
    payouts.release(batch, by=releaser)

    payout = batch.payouts.get()
    assert (payout.amount, payout.recovered, payout.state) == (0, 10_000, "confirmed")
    assert statements.of(owner).owes == 5_000
    assert ledger.balances("payout:") == {}
    with pytest.raises(WrongState):
        payouts.undo(payout, reason="x", by=releaser)


def test_what_the_platform_bears_of_her_cash_is_paid_out(maker, releaser):
    """Cash that she gave back for the platform is owed to her at her own collector."""
    owner = partner()
    with_account(owner)
    part = sold_for_cash(owner)
    granting.grant(part, goods=20_000, bearer="platform", reason="Rusak", by=STAFF)
    refunds.paid_in_cash(part.order.refunds.get(), partner_id=owner.pk, by=STAFF)
    assert due_to(owner) == (20_000, 0)

    paid_order()
    batch = payouts.draft(platform(), by=maker)
    payouts.release(batch, by=releaser)
    assert ledger.balances(f"seller:{owner.pk}@") == {}
    assert ledger.balance(f"payout:{batch.pk}@platform") == -20_000


def test_a_refund_after_the_payout_is_a_debt_that_the_next_one_settles(seller, batch, releaser):
    payouts.release(batch, by=releaser)
    payouts.confirm(batch.payouts.get(), reference="TRX", by=releaser)
    part = seller.seller_orders.get()
    granting.grant(part, goods=20_000, bearer="seller", reason="Busuk", by=STAFF)
    assert statements.of(seller).owes == 18_000
    assert due_to(seller) is None

    sold(seller)
    assert due_to(seller) == (32_000, 0)


def test_a_release_pays_what_is_hers_then_and_never_more_than_the_draft(
    seller, batch, maker, releaser
):
    sold(seller)
    part = seller.seller_orders.order_by("pk").first()
    granting.grant(part, goods=50_000, bearer="seller", reason="Busuk", by=STAFF)
    [now] = payouts.now_due(batch).values()
    assert (now.gross, now.amount) == (45_000, 45_000)

    sold(seller, commission_bp=0)
    payouts.release(batch, by=releaser)
    assert batch.payouts.get().amount == 45_000
    assert due_to(seller) == (55_000, 0)


def test_who_is_due_nothing_any_more_is_dropped_and_the_releaser_was_shown(seller, maker, releaser):
    other = partner()
    with_account(other)
    sold(other)
    batch = payouts.draft(platform(), by=maker)
    part = seller.seller_orders.get()
    granting.grant(part, goods=50_000, bearer="seller", reason="Busuk", by=STAFF)

    with pytest.raises(payouts.Changed):
        payouts.release(batch, by=releaser, total=95_000)
    payouts.release(batch, by=releaser, total=50_000)
    assert set(batch.payouts.values_list("partner", "state", "amount")) == {
        (seller.pk, "dropped", 45_000),
        (other.pk, "released", 50_000),
    }


def test_two_drafts_pay_once(seller, maker, releaser):
    first = payouts.draft(platform(), by=maker)
    second = PayoutBatch.objects.create(
        collector=first.collector, account=first.account, made_by_id=maker.person_id
    )
    second.payouts.create(partner=seller, amount=45_000)
    payouts.release(first, by=releaser)
    with pytest.raises(payouts.NothingDue):
        payouts.release(second, by=releaser)
    with pytest.raises(WrongState):
        payouts.release(first, by=releaser)


def test_a_dropped_draft_frees_its_sellers(seller, batch, maker):
    payouts.drop(batch, by=maker)
    assert due_to(seller) == (45_000, 0)
    with pytest.raises(WrongState):
        payouts.drop(batch, by=maker)


def test_words_are_needed(batch, releaser):
    payouts.release(batch, by=releaser)
    payout = batch.payouts.get()
    with pytest.raises(payouts.ReferenceMissing):
        payouts.confirm(payout, reference="  ", by=releaser)
    with pytest.raises(payouts.ReasonMissing):
        payouts.bounce(payout, reason="", by=releaser)


def test_a_seller_asks_once_and_stands_first(seller, maker, releaser):
    owner = Actor("Sri", person_id=person().pk)
    earlier = partner()
    with_account(earlier)
    sold(earlier)
    asked = payouts.ask(seller, by=owner)
    assert payouts.ask(seller, by=owner) == asked
    assert Event.objects.filter(verb="payout.asked").count() == 1
    assert payouts.payable(platform())[0].partner == seller

    payouts.release(payouts.draft(platform(), partners=[seller], by=maker), by=releaser)
    assert PayoutRequest.objects.get().answered_at is not None
    with pytest.raises(payouts.TooLittle):
        payouts.ask(seller, by=owner)


def test_the_banks_table_runs_no_formula(seller, batch, releaser):
    PayoutAccount.objects.update(holder="=HYPERLINK(1)", number="0012345678")
    payouts.release(batch, by=releaser)
    head, row = payouts.csv_of(batch).decode("utf-8-sig").splitlines()
    assert head == "Bank;Nomor rekening;Nama pemilik rekening;Jumlah (rupiah);Catatan"
    payout = batch.payouts.get()
    assert row == f"Bank Contoh;0012345678;'=HYPERLINK(1);45000;PENCAIRAN {payout.pk}"


def test_each_step_writes_one_event(seller, maker, releaser):
    batch = payouts.draft(platform(), by=maker)
    payouts.release(batch, by=releaser)
    payout = batch.payouts.get()
    payouts.confirm(payout, reference="TRX", by=releaser)
    payouts.undo(payout, reason="Salah", by=releaser)
    verbs = Event.objects.filter(verb__startswith="payout.").values_list("verb", flat=True)
    assert list(verbs) == ["payout.drafted", "payout.released", "payout.confirmed", "payout.undone"]
