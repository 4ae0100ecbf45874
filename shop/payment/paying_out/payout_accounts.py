"""Where a partner is paid out to; a changed account is told everywhere and paid in 72 hours.

Whose business a partner is, an upper storey knows: it adds its check with `register_owner_check`
(in `ready()`).
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.partner.models import Partner
from shop.payment.models import PayoutAccount
from shop.payment.signals import payout_account_changed
from shop.people.actors import Actor

WAIT = timedelta(hours=72)
#: Indonesian bank account and wallet numbers have 8 to 16 digits.
NUMBER = re.compile(r"\d{8,16}")

#: Says whether a person, by id, owns a partner's business.
OwnerCheck = Callable[[Partner, int], bool]

_owner_checks: list[OwnerCheck] = []


def register_owner_check(check: OwnerCheck) -> None:
    """Let a check be asked whenever somebody changes where a partner's money goes."""
    if check not in _owner_checks:
        _owner_checks.append(check)


class AccountRefused(ValueError):
    """Base of all refusals; `str()` is for the person who asked."""

    message = ""

    def __str__(self) -> str:
        return str(self.message)


class BadNumber(AccountRefused):
    message = _("An account number has 8 to 16 digits.")


class NeedsBank(AccountRefused):
    message = _("Write the bank and the name of the account's holder.")


class OwnersOnly(AccountRefused):
    message = _("Only the owner herself changes where her money goes.")


class NothingToUndo(AccountRefused):
    message = _("The new account is in use already; enter another one instead.")


def in_use(partner: Partner, at=None) -> PayoutAccount | None:
    """Return the account that is paid now: the newest that was kept until its 72 hours were over.

    A replaced account is still paid until the new one's time has come.
    """
    now = at or timezone.now()
    reached = partner.payout_accounts.filter(payable_from__lte=now)
    return reached.exclude(ended_at__lt=F("payable_from")).order_by("-pk").first()


def waiting(partner: Partner, at=None) -> PayoutAccount | None:
    """Return an account whose 72 hours are still running."""
    now = at or timezone.now()
    return partner.payout_accounts.filter(payable_from__gt=now, ended_at__isnull=True).first()


def masked(number: str) -> str:
    """Write an account number so that only its holder knows it: its last three digits."""
    return f"•••• {number[-3:]}"


def set_account(
    partner: Partner, *, bank: str, number: str, holder: str, by: Actor
) -> PayoutAccount:
    """Let payouts go to an account: the first at once, another one 72 hours from now.

    The account that was named last stays as it is. Sends `payout_account_changed` in the
    transaction. Raises BadNumber, NeedsBank, OwnersOnly.
    """
    require_owner(partner, by)
    digits = re.sub(r"[\s.-]", "", number)
    if not NUMBER.fullmatch(digits) or not digits.isascii():
        raise BadNumber
    bank, holder = " ".join(bank.split())[:60], " ".join(holder.split())[:120]
    if not (bank and holder):
        raise NeedsBank
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)
        now = timezone.now()
        former = partner.payout_accounts.filter(ended_at__isnull=True)
        same = former.filter(bank=bank, number=digits, holder=holder).first()
        if same is not None:
            _trust_again(same, by=by)
            return same
        paid = in_use(partner, now)
        former.update(ended_at=now)
        account = PayoutAccount.objects.create(
            partner=partner,
            bank=bank,
            number=digits,
            holder=holder,
            entered_by_id=by.person_id,
            payable_from=now + WAIT if paid else now,
        )
        record(
            "payout_account.set",
            partner,
            by=by,
            before={"account": paid.pk if paid else None},
            after={"account": account.pk, "bank": bank, "ends_with": digits[-3:]},
        )
        payout_account_changed.send(PayoutAccount, account=account, former=paid, by=by)
    return account


def undo(partner: Partner, *, by: Actor) -> PayoutAccount:
    """Take a new account back before its 72 hours are over; return the one that stays.

    Raises NothingToUndo, OwnersOnly.
    """
    require_owner(partner, by)
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)
        account, paid = waiting(partner), in_use(partner)
        if account is None or paid is None:
            raise NothingToUndo
        PayoutAccount.objects.filter(pk=account.pk).update(ended_at=timezone.now())
        PayoutAccount.objects.filter(pk=paid.pk).update(ended_at=None)
        record(
            "payout_account.undone",
            partner,
            by=by,
            before={"account": account.pk},
            after={"account": paid.pk},
        )
    paid.refresh_from_db()
    return paid


def _trust_again(account: PayoutAccount, *, by: Actor) -> None:
    """Pay to an account again from which a payout came back: its owner says that it is right."""
    if PayoutAccount.objects.filter(pk=account.pk, doubted_at__isnull=False).update(
        doubted_at=None
    ):
        account.doubted_at = None
        record("payout_account.trusted", account.partner, by=by, after={"account": account.pk})


def require_owner(partner: Partner, by: Actor) -> None:
    """Raise OwnersOnly: nobody names an account for somebody else, and neither does the system."""
    if by.on_behalf_of_id is not None or by.person_id is None:
        raise OwnersOnly
    if not all(is_owner(partner, by.person_id) for is_owner in _owner_checks):
        raise OwnersOnly
