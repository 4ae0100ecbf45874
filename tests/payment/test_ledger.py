"""The ledger balances, is written once, and the database itself keeps it so."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from shop.payment import holds, ledger
from shop.payment.models import Entry, ExpectedAmount, Posting
from shop.payment.proving.checks import problems
from shop.payment.tables.ledger_models import LedgerIsAppendOnly
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


def test_amounts_are_released_fourteen_days_after_closing():
    payment = transfer_order()
    waiting = transfer_order()
    receive(payment)
    assert holds.release_expected_amounts(timezone.now() + timedelta(days=13, hours=23)) == 0
    assert holds.release_expected_amounts(timezone.now() + timedelta(days=14)) == 1
    assert ExpectedAmount.objects.get(released_at__isnull=True).payment == waiting
