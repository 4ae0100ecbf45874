"""Where a partner is paid: her own word, 72 hours of patience, and a way back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.history.models import Event
from shop.payment.models import PayoutAccount
from shop.payment.paying_out import payout_accounts
from shop.people.actors import SYSTEM, Actor, actor_for
from tests.factories import partner, person

pytestmark = pytest.mark.django_db


def entered(seller, by, number="1234-5678-90"):
    return payout_accounts.set_account(
        seller, bank="Bank Contoh", number=number, holder="Sri Contoh", by=by
    )


def test_the_first_account_is_paid_at_once():
    seller, owner = partner(), person()
    account = entered(seller, actor_for(owner))

    assert payout_accounts.in_use(seller) == account
    assert account.number == "1234567890"
    assert payout_accounts.waiting(seller) is None


def test_a_changed_account_waits_72_hours():
    seller, owner = partner(), actor_for(person())
    former = entered(seller, owner)
    new = entered(seller, owner, "99887766")
    now = timezone.now()

    assert payout_accounts.in_use(seller) == former
    assert payout_accounts.waiting(seller) == new
    assert payout_accounts.in_use(seller, now + timedelta(hours=71)) == former
    assert payout_accounts.in_use(seller, now + timedelta(hours=73)) == new
    assert payout_accounts.waiting(seller, now + timedelta(hours=73)) is None


def test_a_new_account_can_be_taken_back_while_it_waits():
    seller, owner = partner(), actor_for(person())
    former = entered(seller, owner)
    entered(seller, owner, "99887766")
    payout_accounts.undo(seller, by=owner)

    later = timezone.now() + timedelta(hours=100)
    assert payout_accounts.in_use(seller, later) == former
    assert payout_accounts.waiting(seller) is None
    with pytest.raises(payout_accounts.NothingToUndo):
        payout_accounts.undo(seller, by=owner)


def test_replacing_a_waiting_account_never_pays_it():
    seller, owner = partner(), actor_for(person())
    former = entered(seller, owner)
    entered(seller, owner, "99887766")
    third = entered(seller, owner, "55443322")

    assert payout_accounts.in_use(seller) == former
    assert payout_accounts.in_use(seller, timezone.now() + timedelta(hours=73)) == third


@pytest.mark.parametrize(
    "number", ["1234567", "12345678901234567", "12ab5678", "", "１２３４５６７８"]
)
def test_a_bad_number_is_refused(number):
    seller = partner()
    with pytest.raises(payout_accounts.BadNumber):
        entered(seller, actor_for(person()), number)
    assert not PayoutAccount.objects.exists()


def test_nobody_enters_an_account_for_the_owner():
    seller, helper = partner(), person()
    acting = Actor("Dimas", person_id=helper.pk, on_behalf_of_id=person().pk, consent="consent:1")
    for by in (acting, SYSTEM):
        with pytest.raises(payout_accounts.OwnersOnly):
            entered(seller, by)
    assert not PayoutAccount.objects.exists()


def test_the_history_never_holds_the_number():
    seller = partner()
    entered(seller, actor_for(person()))
    event = Event.objects.get(verb="payout_account.set")
    assert "1234567890" not in str(event.after)
    assert event.after["ends_with"] == "890"
