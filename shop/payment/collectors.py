"""Whose account a payment goes to, and the accounts buyers are shown."""

from django.db import transaction

from shop.history.models import record
from shop.partner.models import Partner
from shop.people.actors import Actor

from .models import BankAccount, Collector


def platform() -> Collector:
    """Return the platform as a collector."""
    return Collector.objects.get_or_create(kind=Collector.Kind.PLATFORM)[0]


def of_seller(partner: Partner) -> Collector:
    """Return a partner as the collector of her own cash."""
    return Collector.objects.get_or_create(kind=Collector.Kind.SELLER, partner=partner)[0]


def shown_account() -> BankAccount | None:
    """Return the platform's account for transfers, or None while there is none."""
    return (
        BankAccount.objects.filter(collector__kind=Collector.Kind.PLATFORM, is_active=True)
        .order_by("pk")
        .first()
    )


@transaction.atomic
def open_account(
    collector: Collector, *, bank: str, number: str, holder: str, by: Actor, is_demo: bool = False
) -> BankAccount:
    """Take a bank account into use, again if it was closed; an open one is returned as it is."""
    account, is_new = BankAccount.objects.get_or_create(
        bank=bank,
        number=number,
        defaults={
            "collector": collector,
            "holder": holder,
            "is_demo": is_demo,
            "is_active": is_demo,
        },
    )
    reopened = BankAccount.objects.filter(pk=account.pk, is_active=False).update(is_active=True)
    if is_new or reopened:
        account.is_active = True
        record("bank_account.opened", account, by=by, after={"bank": bank, "holder": holder})
    return account


@transaction.atomic
def close_account(account: BankAccount, *, by: Actor) -> bool:
    """Show an account to no buyer any more; open payments still expect their money on it."""
    closed = BankAccount.objects.filter(pk=account.pk, is_active=True).update(is_active=False)
    account.refresh_from_db()
    if closed:
        record("bank_account.closed", account, by=by)
    return bool(closed)
