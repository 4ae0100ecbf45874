"""Whose account and QRIS code a payment goes to, and who is shown to buyers."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from shop.history.models import Event
from shop.payment import methods
from shop.payment.collecting import collectors, proposals
from shop.payment.methods import Basis
from shop.payment.models import BankAccount
from shop.people.actors import SYSTEM, actor_for
from shop.villages.assigning import assign, end_assignment
from tests.factories import bank_account, partner, person, placed_order, village
from tests.payment.money import BUYER, STAFF

pytestmark = pytest.mark.django_db
ELSEWHERE = {"code": "35.05.04.2001", "name": "Desa Lain"}


def treasurer_of(region):
    """Assign a treasurer and return the assignment."""
    today = timezone.localdate()
    return assign(person(), role="treasurer", region=region, starts=today, by=SYSTEM)


def bumdes(region, **fields):
    """Return a village's collector that has a treasurer and an account in use."""
    treasurer_of(region)
    collector = collectors.of_village(region, name="BUMDes Contoh", by=STAFF)
    bank_account(collector=collector, number="20001", **fields)
    return collector


def test_a_collector_is_made_once():
    owner = partner()
    assert collectors.platform() == collectors.platform()
    assert collectors.of_seller(owner) == collectors.of_seller(owner)
    assert collectors.platform().code == "platform"


def test_nobody_is_entitled_before_there_is_a_platform():
    assert collectors.entitled([partner().pk]) == []
    assert collectors.account_for([]) is None


def test_buyers_are_shown_the_oldest_account_of_the_platform_in_use():
    assert collectors.shown_account() is None
    bank_account(collector=collectors.of_seller(partner()), number="0")
    assert collectors.shown_account() is None
    demo = bank_account(number="3", is_demo=True)
    assert collectors.shown_account() == demo
    first, second = bank_account(number="1"), bank_account(number="2")
    assert collectors.shown_account() == first
    assert collectors.close_account(first, by=STAFF) is True
    assert collectors.close_account(first, by=STAFF) is False
    assert collectors.shown_account() == second
    assert [event.verb for event in Event.objects.about(first)] == ["bank_account.closed"]


def test_the_only_seller_comes_before_her_village_and_the_village_before_the_platform():
    region = village()
    one, other = partner(village=region), partner(village=region)
    platform = bank_account().collector
    ours = bumdes(region)
    hers = collectors.of_seller(one)
    assert collectors.entitled([one.pk]) == [hers, ours, platform]
    assert collectors.entitled([one.pk, other.pk]) == [ours, platform]
    assert collectors.account_for([one.pk]).collector == ours
    bank_account(collector=hers, number="30001")
    assert collectors.account_for([one.pk]).collector == hers
    assert collectors.account_for([one.pk, other.pk]).collector == ours


def test_sellers_of_two_villages_are_paid_through_the_platform():
    region = village()
    bumdes(region)
    platform = bank_account().collector
    one, other = partner(village=region), partner(village=village(**ELSEWHERE))
    assert collectors.entitled([one.pk, other.pk]) == [platform]
    assert collectors.account_for([other.pk]).collector == platform


def test_a_village_collects_while_a_treasurer_is_assigned():
    region = village()
    seller = partner(village=region)
    with pytest.raises(collectors.NoTreasurer):
        collectors.of_village(region, name="BUMDes", by=STAFF)
    held = treasurer_of(region)
    collector = collectors.of_village(region, name="BUMDes", by=STAFF)
    assert collectors.may_collect_for(held.person, collector)
    assert not collectors.may_collect_for(person(), collector)
    assert not collectors.may_collect_for(held.person, collectors.platform())
    type(held).objects.update(starts=held.starts - timedelta(days=9))
    held.refresh_from_db()
    end_assignment(held, ends=timezone.localdate() - timedelta(days=1), by=STAFF)
    assert collector not in collectors.entitled([seller.pk])
    assert not collectors.may_collect_for(held.person, collector)


def test_a_villages_collector_is_named_once_and_anew():
    region = village()
    treasurer_of(region)
    for name in ("BUMDes Lama", "BUMDes  Lama ", "BUMDes Baru"):
        collector = collectors.of_village(region, name=name, by=STAFF)
    assert collector.payee == "BUMDes Baru"
    assert Event.objects.about(collector).count() == 2


def test_payers_read_whose_account_it_is():
    seller = partner("Lapak Bu Sri")
    region = village()
    treasurer_of(region)
    assert collectors.platform().payee == "Sambung Desa"
    assert collectors.of_seller(seller).payee == "Lapak Bu Sri"
    assert collectors.of_village(region, name="", by=STAFF).payee == f"BUMDes {region.name}"


def test_a_transfer_goes_to_the_preferred_collector():
    region = village()
    bank_account()
    ours = bumdes(region)
    order = placed_order(partner(village=region))
    payment = methods.start(order, method="transfer", by=BUYER)[0]
    assert (payment.collector, payment.account.number) == (ours, "20001")
    basis = Basis(
        total=50_000,
        phone="+6281311112222",
        deliveries=["pickup"],
        partner_ids=[part.partner_id for part in order.seller_orders.all()],
    )
    offer = next(offer for offer in methods.offers(basis) if offer.code == "transfer")
    assert (offer.payee, offer.note) == (
        "BUMDes Contoh",
        "Uangnya langsung ke BUMDes Contoh.",
    )


def test_the_operator_proposes_and_closes_accounts(capsys):
    named = {"bank": "Bank Contoh", "number": "12345678", "holder": "Sambung Desa"}
    call_command("bank_account", "propose", **named)
    assert "Bank Contoh 12345678, Sambung Desa: waits" in capsys.readouterr().out
    assert collectors.shown_account() is None
    account = BankAccount.objects.get()
    proposals.confirm(account, by=actor_for(person()))
    assert collectors.shown_account() == account
    call_command("bank_account", "close", bank="Bank Contoh", number="12345678")
    assert "closed" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("bank_account", "propose", **{**named, "number": ""})
    with pytest.raises(CommandError):
        call_command("bank_account", "close", bank="Bank Lain", number="123")
    assert BankAccount.objects.count() == 1
