"""The ledger balances, is written once, and the database itself keeps it so."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from shop.payment import holds, ledger
from shop.payment.checks import problems
from shop.payment.ledger_models import LedgerIsAppendOnly
from shop.payment.models import Entry, ExpectedAmount, Payment, Posting, Receipt
from tests.payment.money import paid_order, receive, transfer_order

pytestmark = pytest.mark.django_db


def test_a_posting_must_balance():
    with pytest.raises(ledger.Unbalanced):
        ledger.post("test", "x:1", entries={"code": 1, "loss": -2})
    assert not Posting.objects.exists()


def test_an_event_is_posted_once():
    ledger.post("test", "x:1", entries={"code": 5, "loss": -5})
    with pytest.raises(ledger.AlreadyPosted):
        ledger.post("test", "x:1", entries={"code": 5, "loss": -5})
    ledger.post("test", "x:1", 1, entries={"code": 5, "loss": -5, "fees": 0})
    assert ledger.balances() == {"code": 10, "loss": -10}
    assert ledger.balance("code") == 10


def test_nothing_is_posted_for_nothing():
    assert ledger.post("test", "x:1", entries={"code": 0, "loss": 0}) is None
    assert not Posting.objects.exists()


def test_code_can_not_change_or_delete_rows():
    posting = ledger.post("test", "x:1", entries={"code": 5, "loss": -5})
    entry = posting.entries.first()
    for change in (
        posting.save,
        posting.delete,
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        Posting.objects.all().delete,
        lambda: Entry.objects.update(amount=1),
        lambda: Posting.objects.update(kind="other"),
        lambda: Entry.objects.bulk_update([entry], ["amount"]),
    ):
        with pytest.raises(LedgerIsAppendOnly):
            change()


def test_a_sound_ledger_has_no_problems(capsys):
    paid_order()
    assert problems() == []
    call_command("check_ledger")
    assert "holds" in capsys.readouterr().out


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


def refunding_without_refund():
    paid_order()
    Payment.objects.update(refunding=5)


def money_without_statement():
    payment = transfer_order()
    receive(payment)
    Receipt.objects.update(amount=1)


@pytest.mark.breaks_ledger
@pytest.mark.parametrize(
    ("plant", "rule"),
    [
        (crooked_posting, "every posting sums to 0"),
        (crooked_posting, "all accounts sum to 0"),
        (order_overdrawn, "never above 0"),
        (order_closed_with_money, "0 when the order is over"),
        (suspense_overdrawn, "never above 0"),
        (refund_without_row, "refund_due is the sum of unsent refunds"),
        (refunding_without_refund, "refunded as recorded"),
        (money_without_statement, "the bank holds what its statement says"),
    ],
)
def test_a_planted_violation_is_found(plant, rule):
    plant()
    assert rule in {problem.rule for problem in problems()}
    with pytest.raises(CommandError):
        call_command("check_ledger", stderr=StringIO())


def test_amounts_are_released_fourteen_days_after_closing():
    payment = transfer_order()
    waiting = transfer_order()
    receive(payment)
    assert holds.release_expected_amounts(timezone.now() + timedelta(days=13, hours=23)) == 0
    assert holds.release_expected_amounts(timezone.now() + timedelta(days=14)) == 1
    assert ExpectedAmount.objects.get(released_at__isnull=True).payment == waiting
