"""Corrections by two people: what each kind posts, to the rupiah, and what is refused."""

import pytest

from shop.history.models import Event
from shop.order import states
from shop.order.refusals import WrongState
from shop.payment import ledger
from shop.payment.collecting.collectors import platform
from shop.payment.incoming import receipts
from shop.payment.models import BankAccount, Collector, Correction, Posting
from shop.payment.paying_out import corrections, statements
from shop.payment.refunding import granting
from shop.payment.second_person import SamePerson
from shop.people.actors import SYSTEM, Actor
from tests.factories import bank_account, partner, person, qris_code
from tests.payment.money import STAFF, STATEMENT_DAY, paid_order
from tests.payment.test_payouts import sold, sold_for_cash

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker():
    return Actor("Pencatat", person_id=person().pk)


@pytest.fixture
def releaser():
    return Actor("Pencair", person_id=person().pk)


@pytest.fixture
def correct(maker, releaser):
    """Make a correction and release it; returns what the ledger's accounts changed by."""

    def correct(kind, amount, **fields):
        before = ledger.balances()
        made = corrections.make(kind, amount=amount, reason="Koreksi", by=maker, **fields)
        assert ledger.balances() == before
        corrections.release(made, by=releaser)
        after = ledger.balances()
        return {
            account: after.get(account, 0) - before.get(account, 0)
            for account in {*before, *after}
            if after.get(account, 0) != before.get(account, 0)
        }

    return correct


def stray(place, amount):
    receipts.enter(place, amount=amount, received_on=STATEMENT_DAY, reference="x", by=STAFF)


def a_village(seller=None):
    seller = seller or partner()
    return Collector.objects.create(kind="village", region=seller.village, name="BUMDes Contoh")


def test_a_seller_pays_her_debt(correct):
    account, seller = bank_account(), partner()
    sold_for_cash(seller, commission_bp=1_000)
    own = Collector.objects.get(partner=seller)
    assert correct("debt_repaid", 3_000, partner=seller, account=account) == {
        f"bank:{account.pk}": 3_000,
        f"seller:{seller.pk}@{own.code}": -3_000,
    }
    statement = statements.of(seller)
    assert (statement.owes, statement.paid_out, statement.earned) == (2_000, -3_000, 45_000)


def test_a_debt_is_forgiven_up_to_what_it_is(correct, maker):
    seller = partner()
    sold_for_cash(seller, commission_bp=1_000)
    own = Collector.objects.get(partner=seller)
    with pytest.raises(corrections.TooMuch):
        corrections.make("debt_forgiven", amount=5_001, reason="x", partner=seller, by=maker)
    assert correct("debt_forgiven", 5_000, partner=seller) == {
        "loss": 5_000,
        f"seller:{seller.pk}@{own.code}": -5_000,
    }


def test_a_seller_bears_what_the_shop_lost_by_her(correct, maker):
    order = paid_order()
    part = order.seller_orders.get()
    sold_part(part)
    granting.grant(part, goods=20_000, bearer="platform", reason="Palsu", by=STAFF)
    with pytest.raises(corrections.TooMuch):
        corrections.make("loss_borne", amount=20_001, reason="x", partner=part.partner, by=maker)
    with pytest.raises(corrections.Incomplete):
        corrections.make(
            "loss_borne",
            amount=1,
            reason="x",
            partner=part.partner,
            collector=a_village(part.partner),
            by=maker,
        )
    assert correct("loss_borne", 20_000, partner=part.partner) == {
        f"seller:{part.partner_id}@platform": 20_000,
        "loss": -20_000,
    }


def test_a_treasurer_hands_money_over(correct, maker):
    account, village = bank_account(), a_village()
    hers = bank_account(collector=village, number="777")
    stray(hers, 40_000)
    with pytest.raises(corrections.TooMuch):
        corrections.make(
            "handed_over", amount=40_001, reason="x", collector=village, account=account, by=maker
        )
    assert correct("handed_over", 30_000, collector=village, account=account) == {
        f"bank:{account.pk}": 30_000,
        f"collector:{village.code}": -30_000,
    }
    with pytest.raises(corrections.Incomplete):
        corrections.make(
            "handed_over", amount=1, reason="x", collector=village, account=hers, by=maker
        )


def test_the_villages_share_is_paid(correct):
    order = paid_order(commission_bp=1_000)
    part = order.seller_orders.get()
    type(part).objects.update(village=part.partner.village, village_share_bp=4_000)
    sold_part(part)
    account = BankAccount.objects.get()
    assert correct("village_share", 2_000, region=part.partner.village, account=account) == {
        f"village:{part.partner.village_id}@platform": 2_000,
        f"bank:{account.pk}": -2_000,
    }


def sold_part(part):
    part.refresh_from_db()
    for step in (states.accept, states.ready, states.hand_over):
        step(part, by=STAFF)


def test_the_banks_fee(correct):
    account = bank_account()
    stray(account, 40_000)
    assert correct("bank_fee", 2_500, account=account) == {
        "fees": 2_500,
        f"bank:{account.pk}": -2_500,
    }


def test_qris_money_reaches_the_bank_less_its_fee(correct):
    account, code = bank_account(), qris_code()
    stray(code, 100_000)
    assert correct("qris_settled", 100_000, fee=700, qris=code, account=account) == {
        f"bank:{account.pk}": 99_300,
        "fees": 700,
        f"qris:{code.nmid}": -100_000,
    }


def test_a_counter_entry_reverses_a_correction_once(correct, maker):
    account = bank_account()
    stray(account, 40_000)
    correct("bank_fee", 2_500, account=account)
    posting = Posting.objects.get(kind="bank_fee")
    assert correct("counter", 1, posting=posting) == {"fees": -2_500, f"bank:{account.pk}": 2_500}
    assert Correction.objects.get(kind="counter").amount == 2_500
    with pytest.raises(corrections.NotReversible):
        corrections.make("counter", amount=1, reason="x", posting=posting, by=maker)


def test_what_has_a_verb_of_its_own_is_not_reversed_here(maker):
    sold(partner())
    for posting in Posting.objects.all():
        with pytest.raises(corrections.NotReversible):
            corrections.make("counter", amount=1, reason="x", posting=posting, by=maker)


def test_two_people_and_one_event_each(maker, releaser):
    account = bank_account()
    stray(account, 40_000)
    made = corrections.make("bank_fee", amount=10, reason="Biaya", account=account, by=maker)
    for by in (maker, SYSTEM):
        with pytest.raises(SamePerson):
            corrections.release(made, by=by)
    corrections.release(made, by=releaser)
    with pytest.raises(WrongState):
        corrections.release(made, by=releaser)
    with pytest.raises(WrongState):
        corrections.refuse(made, by=releaser)
    verbs = Event.objects.filter(verb__startswith="correction.").values_list("verb", flat=True)
    assert list(verbs) == ["correction.made", "correction.released"]


def test_a_refused_correction_moves_nothing(maker, releaser):
    account = bank_account()
    stray(account, 40_000)
    made = corrections.make("bank_fee", amount=10, reason="Biaya", account=account, by=maker)
    corrections.refuse(made, by=releaser)
    assert ledger.balance(f"bank:{account.pk}") == 40_000


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("bank_fee", {}),
        ("bank_fee", {"reason": " "}),
        ("debt_repaid", {}),
        ("village_share", {}),
        ("qris_settled", {}),
        ("counter", {}),
    ],
)
def test_what_is_missing_is_asked_for(kind, fields, maker):
    with pytest.raises(corrections.Incomplete):
        corrections.make(kind, amount=1, **{"reason": "x", **fields}, by=maker)
    assert platform().kind == "platform"
