"""Accounts that buyers are shown."""

import pytest
from django.core.management import CommandError, call_command

from shop.history.models import Event
from shop.payment import collectors
from shop.payment.models import BankAccount
from tests.factories import bank_account, partner
from tests.payment.money import STAFF

pytestmark = pytest.mark.django_db
ACCOUNT = {"bank": "Bank Contoh", "number": "123", "holder": "Sambung Desa"}


def test_a_collector_is_made_once():
    owner = partner()
    assert collectors.platform() == collectors.platform()
    assert collectors.of_seller(owner) == collectors.of_seller(owner)
    assert collectors.platform().code == "platform"


def test_buyers_are_shown_the_oldest_open_account_of_the_platform():
    assert collectors.shown_account() is None
    collectors.open_account(collectors.of_seller(partner()), **ACCOUNT, by=STAFF)
    assert collectors.shown_account() is None
    first, second = bank_account(number="1"), bank_account(number="2")
    assert collectors.shown_account() == first
    collectors.close_account(first, by=STAFF)
    assert collectors.shown_account() == second


def test_an_account_is_opened_and_closed_once_and_again():
    platform = collectors.platform()
    account = collectors.open_account(platform, **ACCOUNT, by=STAFF)
    assert collectors.open_account(platform, **ACCOUNT, by=STAFF) == account
    assert collectors.close_account(account, by=STAFF) is True
    assert collectors.close_account(account, by=STAFF) is False
    assert collectors.open_account(platform, **ACCOUNT, by=STAFF).is_active
    assert list(Event.objects.about(account).values_list("verb", flat=True)) == [
        "bank_account.opened",
        "bank_account.closed",
        "bank_account.opened",
    ]


def test_the_operator_opens_and_closes_accounts(capsys):
    call_command("bank_account", "open", bank="Bank Contoh", number="123", holder="Sambung Desa")
    assert "Bank Contoh 123, Sambung Desa: open" in capsys.readouterr().out
    call_command("bank_account", "close", bank="Bank Contoh", number="123")
    assert "closed" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("bank_account", "open", bank="Bank Contoh", number="", holder="X")
    with pytest.raises(CommandError):
        call_command("bank_account", "close", bank="Bank Lain", number="123")
    assert BankAccount.objects.count() == 1
