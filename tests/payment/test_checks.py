"""Each invariant of the ledger finds the violation that is planted against it."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from shop.money import NotWholeRupiah
from shop.order import states
from shop.payment import ledger
from shop.payment.collecting.collectors import platform
from shop.payment.models import (
    Correction,
    Entry,
    Payment,
    Payout,
    Posting,
    Receipt,
    Refund,
    Settlement,
    StatementFile,
    StatementRow,
)
from shop.payment.paying_out import payouts
from shop.payment.proving.checks import INVARIANTS, problems
from shop.people.actors import Actor
from tests.factories import bank_account, partner, person
from tests.payment.money import BUYER, STATEMENT_DAY, paid_order, receive, transfer_order
from tests.payment.test_payouts import sold, with_account

pytestmark = pytest.mark.django_db


def crooked_posting():
    posting = Posting.objects.create(kind="test", source="x:1")
    Entry.objects.create(posting=posting, account="code", amount=7)


def order_overdrawn():
    order = transfer_order().order
    ledger.post("test", "x:1", entries={f"order:{order.number}@platform": 5, "loss": -5})


def order_closed_with_money():
    order = paid_order()
    type(order).objects.update(status="closed")


def suspense_overdrawn():
    ledger.post("test", "x:1", entries={"suspense@platform": 5, "loss": -5})


def refund_without_row():
    order = paid_order()
    name = order.number
    ledger.post(
        "test", "x:1", entries={f"order:{name}@platform": 5, f"refund_due:{name}@platform": -5}
    )


def refund_of_another_order():
    first, second = paid_order(), paid_order()
    for order in (first, second):
        states.ask_to_cancel(order, by=BUYER)
    one = first.refunds.get()
    Refund.objects.filter(pk=one.pk).update(order=second)


def refunding_without_refund():
    paid_order()
    Payment.objects.update(refunding=5)


def money_without_statement():
    payment = transfer_order()
    receive(payment)
    Receipt.objects.update(amount=1)


def disputed_and_refunded():
    """The database itself refuses `disputed` above what is left; a refund's row it can't see."""
    order = paid_order()
    Payment.objects.update(disputed=order.payments.get().captured)
    Refund.objects.create(order=order, payment=order.payments.get(), collector=platform(), amount=1)


def a_batch(*, is_released=True):
    owner = partner()
    with_account(owner)
    sold(owner)
    batch = payouts.draft(platform(), by=Actor("A", person_id=person().pk))
    if is_released:
        payouts.release(batch, by=Actor("B", person_id=person().pk))
    return batch


def payout_without_row():
    a_batch()
    Payout.objects.update(amount=1)


def payout_that_no_posting_confirms():
    a_batch()
    Payout.objects.update(state="confirmed", reference="TRX")


def suspense_without_receipt():
    account = bank_account()
    ledger.post("test", "x:1", entries={"suspense@platform": -5, f"bank:{account.pk}": 5})


def provider_without_movement():
    ledger.post("test", "move:1", entries={"stripe": 5, "suspense@platform": -5})


def settlement_without_posting():
    Settlement.objects.create(provider_id="po_1", account=bank_account(), amount=5, state="paid")


def correction_without_posting():
    account = bank_account()
    ledger.post("bank_fee", "correction:1", entries={"fees": 5, f"bank:{account.pk}": -5})
    assert not Correction.objects.exists()


def a_file(account, *days):
    file = StatementFile.objects.create(account=account, name="x", saved_at=timezone.now())
    for day in days:
        StatementRow.objects.create(
            account=account, file=file, booked_on=day, amount=1, text="x", state="left"
        )
    return file


def receipt_that_the_statement_lacks():
    payment = transfer_order()
    receive(payment)
    day = timedelta(days=1)
    a_file(payment.account, STATEMENT_DAY - day, STATEMENT_DAY + day)


def row_of_another_amount():
    payment = transfer_order()
    receipt = receive(payment)
    file = a_file(payment.account)
    StatementRow.objects.create(
        account=payment.account,
        file=file,
        booked_on=STATEMENT_DAY,
        amount=receipt.amount + 1,
        text="x",
        state="booked",
        receipt=receipt,
    )


@pytest.mark.breaks_ledger
@pytest.mark.parametrize(
    ("plant", "number", "rule"),
    [
        (crooked_posting, 1, "every posting sums to 0"),
        (crooked_posting, 1, "all accounts sum to 0"),
        (order_overdrawn, 2, "never above 0"),
        (order_closed_with_money, 2, "0 when the order is over"),
        (suspense_overdrawn, 3, "never above 0"),
        (refund_without_row, 3, "refund_due is the sum of unsent refunds"),
        (refund_of_another_order, 3, "refund_due is the sum of unsent refunds"),
        (payout_without_row, 3, "payout is the sum of released payouts"),
        (suspense_without_receipt, 3, "suspense is the sum of unmatched money"),
        (refunding_without_refund, 4, "refunded as recorded"),
        (disputed_and_refunded, 4, "refunded and disputed at most what was captured"),
        (provider_without_movement, 5, "stripe is the sum of its movements"),
        (money_without_statement, 5, "the bank holds what its statement says"),
        (payout_that_no_posting_confirms, 5, "the bank holds what its statement says"),
        (settlement_without_posting, 5, "the bank holds what its statement says"),
        (correction_without_posting, 5, "the bank holds what its statement says"),
        (receipt_that_the_statement_lacks, 5, "money stands in its statement"),
        (row_of_another_amount, 5, "a row is what it was booked as"),
    ],
)
def test_a_planted_violation_is_found(plant, number, rule):
    assert problems() == []
    plant()
    found = INVARIANTS[number - 1].problems()
    assert rule in {problem.rule for problem in found}
    words = StringIO()
    with pytest.raises(CommandError):
        call_command("check_ledger", stdout=words, stderr=StringIO())
    assert words.getvalue().splitlines()[number - 1].endswith("BROKEN")


def test_the_command_says_of_each_invariant_that_it_holds(capsys):
    paid_order()
    call_command("check_ledger")
    lines = capsys.readouterr().out.splitlines()
    assert [line.rpartition(" ")[2] for line in lines] == ["holds"] * 5


def test_a_days_first_and_last_rows_may_be_cut():
    payment = transfer_order()
    receive(payment)
    a_file(payment.account, STATEMENT_DAY, STATEMENT_DAY + timedelta(days=1))
    assert problems() == []


def test_a_fraction_of_a_rupiah_is_no_amount():
    for amount in (Decimal("0.5"), 1.0):
        with pytest.raises(NotWholeRupiah):
            ledger.post("test", "x:1", entries={"code": amount, "loss": -amount})
    assert not Posting.objects.exists()


def test_accounts_are_read_by_their_index():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by the size of the table")
    found = Entry.objects.filter(ledger.begins("order:")).values_list("account")
    assert "SEARCH" in found.explain()
    assert "account" in found.explain()
    assert "SCAN" in Entry.objects.filter(account__startswith="order:").explain()


def test_a_prefix_matches_no_neighbour():
    ledger.post("test", "x:1", entries={"seller:1@platform": 5, "seller:10@platform": -5})
    assert ledger.balances("seller:1@") == {"seller:1@platform": 5}
    assert ledger.balances("seller:1") == {"seller:1@platform": 5, "seller:10@platform": -5}
    assert ledger.balances("seller;") == {}
