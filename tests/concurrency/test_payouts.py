"""Races of payouts: who is released first is paid, and nobody is paid twice."""

import pytest

from shop.order.models import SellerOrder
from shop.payment import ledger
from shop.payment.collecting.collectors import platform
from shop.payment.models import Correction, Payout, PayoutBatch
from shop.payment.paying_out import corrections, payouts, standing
from shop.payment.proving.checks import problems
from shop.payment.refunding.granting import grant
from shop.people.actors import Actor
from tests.concurrency.racing import race, rounds
from tests.factories import partner, person
from tests.payment.money import STAFF, paid_order
from tests.payment.test_payouts import sold, with_account

USUAL = 6


def run(entry):
    verb, *arguments = entry
    return verb(*arguments)


def release(pk, person_id):
    batch = payouts.release(PayoutBatch.objects.get(pk=pk), by=Actor("B", person_id=person_id))
    return sum(batch.payouts.filter(state="released").values_list("amount", flat=True))


def release_unlocked(pk, person_id):
    """The same without the sellers' and the batch's locks: the control arm."""
    standing.lock = lambda partner_ids: list(partner_ids)
    payouts._locked = lambda batch: PayoutBatch.objects.get(pk=batch.pk)
    return release(pk, person_id)


def refund(part_id):
    part = SellerOrder.objects.get(pk=part_id)
    grant(part, goods=20_000, bearer="seller", reason="Busuk", by=STAFF)


def settle(verb, pk, person_id):
    words = {"reference": "TRX"} if verb == "confirm" else {"reason": "Tutup"}
    getattr(payouts, verb)(Payout.objects.get(pk=pk), **words, by=Actor("B", person_id=person_id))


def let_correction_go(pk, person_id):
    corrections.release(Correction.objects.get(pk=pk), by=Actor("B", person_id=person_id))


def a_seller():
    owner = partner()
    with_account(owner)
    part = sold(owner)
    return owner, part


def a_draft(*owners, maker):
    batch = PayoutBatch.objects.create(
        collector=platform(), account=platform().accounts.get(), made_by_id=maker
    )
    for owner in owners:
        Payout.objects.create(batch=batch, partner=owner, amount=50_000)
    return batch.pk


@pytest.fixture
def people():
    return [person().pk for _number in range(3)]


def test_a_batch_is_released_once(each_database, people):
    entries = []
    for _round in range(rounds(USUAL)):
        owner, _part = a_seller()
        pk = a_draft(owner, maker=people[0])
        entries.append([(release, pk, people[1]), (release, pk, people[2])])

    for outcomes in race(run, entries):
        assert sorted(outcome.error for outcome in outcomes) == ["", "WrongState"]

    assert sum(ledger.balances("payout:").values()) == -50_000 * len(entries)
    assert ledger.balances("seller:") == {}
    assert problems() == []


def test_two_batches_pay_a_seller_once(each_database, people):
    entries = []
    for _round in range(rounds(USUAL)):
        owner, _part = a_seller()
        drafts = [a_draft(owner, maker=people[0]) for _number in range(2)]
        entries.append([(release, pk, people[1]) for pk in drafts])

    for outcomes in race(run, entries):
        assert sorted(outcome.error for outcome in outcomes) == ["", "NothingDue"]

    assert ledger.balances("seller:") == {}
    assert problems() == []


def test_without_the_sellers_lock_she_is_paid_twice(postgres_database, people):
    """The control arm: on PostgreSQL both batches see the same money."""
    entries = []
    for _round in range(max(USUAL, rounds(USUAL)) * 4):
        owner, _part = a_seller()
        drafts = [a_draft(owner, maker=people[0]) for _number in range(2)]
        entries.append([(release_unlocked, pk, people[1]) for pk in drafts])

    outcomes = race(run, entries)

    assert any([outcome.error for outcome in some] == ["", ""] for some in outcomes)


def test_a_refund_against_a_payout(each_database, people):
    """Whoever is first: she gets what is left, or owes what she got too much. Nothing is lost."""
    entries, parts = [], []
    for _round in range(rounds(USUAL)):
        owner, part = a_seller()
        parts.append(part)
        pk = a_draft(owner, maker=people[0])
        entries.append([(release, pk, people[1]), (refund, part.pk)])

    for part, (released, refunded) in zip(parts, race(run, entries), strict=True):
        assert (released.error, refunded.error) == ("", "")
        owes = ledger.balance(f"seller:{part.partner_id}@platform")
        assert (released.value, owes) in {(50_000, 20_000), (30_000, 0)}

    assert problems() == []


def test_the_banks_word_counts_once(each_database, people):
    entries = []
    for _round in range(rounds(USUAL)):
        owner, _part = a_seller()
        pk = a_draft(owner, maker=people[0])
        release(pk, people[1])
        payout = Payout.objects.get(batch=pk)
        entries.append([(settle, verb, payout.pk, people[1]) for verb in ("confirm", "bounce")])

    for outcomes in race(run, entries):
        assert sorted(outcome.error for outcome in outcomes) == ["", "WrongState"]

    assert ledger.balances("payout:") == {}
    assert problems() == []


def test_a_correction_is_released_once(each_database, people):
    paid_order()
    account = platform().accounts.get()
    entries = []
    for _round in range(rounds(USUAL)):
        made = corrections.make(
            "bank_fee",
            amount=7,
            reason="Biaya",
            account=account,
            by=Actor("A", person_id=people[0]),
        )
        entries.append([(let_correction_go, made.pk, pk) for pk in people[1:]])

    for outcomes in race(run, entries):
        assert sorted(outcome.error for outcome in outcomes) == ["", "WrongState"]

    assert ledger.balance("fees") == 7 * len(entries)
    assert problems() == []
