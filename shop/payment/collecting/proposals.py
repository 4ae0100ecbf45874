"""Accounts and QRIS codes of collectors: entered by one person, confirmed by a second.

Whoever collects has one account and one code in use; a new one takes the other's place when it is
confirmed. A closed one still takes the money of payments that were opened with it. A seller's own
is entered by herself, everybody else's by staff; what is entered at the server's command line has
no person, and anybody who may confirm does. The signal `collecting_changed` tells all others.
"""

import re

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.images import strays
from shop.order.refusals import NotPossible, require_own
from shop.payment.collecting import collector_news, qris
from shop.payment.collecting.collector_news import name_of
from shop.payment.collecting.qris_pictures import Reading
from shop.payment.models import BankAccount, Collector, QrisCode
from shop.payment.paying_out.payout_accounts import NUMBER, OwnersOnly, require_owner
from shop.payment.second_person import require_other
from shop.payment.signals import collecting_changed
from shop.payment.tables.collector_models import QRIS_PICTURES
from shop.people.actors import Actor

Row = BankAccount | QrisCode
#: What the verbs raise for the person who asked.
REFUSED = (NotPossible, OwnersOnly)


class BadAccount(NotPossible):
    message = _("Write the bank, an account number of 8 to 16 digits, and the holder's name.")


class InUseAlready(NotPossible):
    message = _("This account or code is in use already.")


class OthersPlace(NotPossible):
    """Money of one collector must not land with another."""

    message = _("This account or code belongs to somebody else who collects payments here.")


class WaitsAlready(NotPossible):
    message = _("Another one still waits to be confirmed. Withdraw it first.")


class Decided(NotPossible):
    message = _("This was confirmed, refused or withdrawn already.")


class ReplacedMeanwhile(NotPossible):
    """The old one that was shown beside it is not the one that is in use now."""

    message = _("Another one came into use meanwhile. Refuse this one and have it entered again.")


def propose_account(
    collector: Collector, *, bank: str, number: str, holder: str, by: Actor
) -> BankAccount:
    """Enter a bank account; buyers see it once a second person confirmed it.

    An account that was in use or refused before is the same row again, so its money stays
    together. Raises BadAccount, InUseAlready, OthersPlace, WaitsAlready, OwnersOnly,
    NotOnBehalf.
    """
    bank, holder = " ".join(bank.split())[:60], " ".join(holder.split())[:120]
    digits = re.sub(r"[\s.-]", "", number)
    if not (bank and holder and digits.isascii() and NUMBER.fullmatch(digits)):
        raise BadAccount
    with transaction.atomic():
        _open(collector, BankAccount, by)
        known = BankAccount.objects.filter(bank__iexact=bank, number=digits).first()
        if known is not None and known.is_active:
            raise InUseAlready if known.collector_id == collector.pk else OthersPlace
        if known is not None and known.collector_id != collector.pk and not _was_never_used(known):
            raise OthersPlace
        account = known or BankAccount(bank=bank, number=digits)
        account.holder = holder
        try:
            with transaction.atomic():
                return _enter(account, collector, by)
        except IntegrityError as error:
            raise OthersPlace from error


def propose_qris(
    collector: Collector, *, payload: str, reading: Reading | None = None, by: Actor
) -> QrisCode:
    """Enter a static QRIS code, typed or read from a picture that is kept as the original.

    Raises QrisRefused, InUseAlready, OthersPlace, WaitsAlready, OwnersOnly.
    """
    read = qris.parse(payload)
    code = QrisCode(
        payload=read.payload,
        nmid=read.nmid,
        merchant_name=read.merchant_name,
        merchant_city=read.merchant_city,
    )
    if reading is not None:
        code.picture.save(reading.picture.name, reading.picture, save=False)
    try:
        with transaction.atomic():
            _open(collector, QrisCode, by)
            same = QrisCode.objects.filter(nmid=read.nmid)
            # What others merely entered keeps nobody from a code that is hers.
            if same.exclude(collector=collector).exclude(is_active=False, confirmed_at=None):
                raise OthersPlace
            if same.filter(is_active=True, payload=read.payload).exists():
                raise InUseAlready
            return _enter(code, collector, by)
    except Exception:
        if code.picture:
            code.picture.delete(save=False)
        raise


@transaction.atomic
def confirm(row: Row, *, by: Actor) -> Row:
    """Let buyers pay to it, in the place of the one it was shown beside.

    Raises SamePerson, Decided, ReplacedMeanwhile, OthersPlace, NotOnBehalf.
    """
    require_own(by)
    row = _waiting(row)
    require_other(row.proposed_by_id, by)
    former = in_use(type(row), row.collector)
    if (former.pk if former else None) != row.replaces_id:
        raise ReplacedMeanwhile
    if former is not None:
        type(row).objects.filter(pk=former.pk).update(is_active=False)
    row.is_active, row.confirmed_by_id, row.confirmed_at = True, by.person_id, timezone.now()
    try:
        with transaction.atomic():
            row.save(update_fields=["is_active", "confirmed_by", "confirmed_at"])
    except IntegrityError as error:
        raise OthersPlace from error
    _tell(row, "confirmed", by, before={"in_use": former.pk if former else None})
    return row


@transaction.atomic
def refuse(row: Row, *, reason: str, by: Actor) -> Row:
    """Say why it is not taken into use. Raises Decided, NotOnBehalf."""
    require_own(by)
    return _end(_waiting(row), "refused", by, reason=reason)


@transaction.atomic
def withdraw(row: Row, *, by: Actor) -> Row:
    """Take back what was entered and not looked at yet. Raises Decided, OwnersOnly, NotOnBehalf."""
    require_own(by)
    row = _waiting(row)
    if row.collector.kind == Collector.Kind.SELLER:
        require_owner(row.collector.partner, by)
    return _end(row, "withdrawn", by)


def in_use(model: type[Row], collector: Collector) -> Row | None:
    """Return the account or code that buyers are shown for a collector."""
    return model.objects.in_use().filter(collector=collector).first()


def waiting(model: type[Row], collector: Collector) -> Row | None:
    """Return the one that waits for a second person."""
    return model.objects.waiting().filter(collector=collector).first()


def remove_strays() -> int:
    """Remove pictures of over a day that no code holds (the process that took them died); daily."""
    return strays.remove(
        QRIS_PICTURES, held=set(QrisCode.objects.values_list("picture", flat=True))
    )


def _was_never_used(account: BankAccount) -> bool:
    """Say whether somebody else's entry was refused and no money ever went there."""
    has_money = account.payments.exists() or account.receipts.exists()
    return account.refused_at is not None and not has_money


def _open(collector: Collector, model: type[Row], by: Actor) -> None:
    """Let one at a time enter something for a collector, and only who may."""
    require_own(by)
    if collector.kind == Collector.Kind.SELLER:
        require_owner(collector.partner, by)
    Collector.objects.select_for_update(no_key=True).get(pk=collector.pk)
    if waiting(model, collector) is not None:
        raise WaitsAlready


def _enter(row: Row, collector: Collector, by: Actor) -> Row:
    row.collector, row.replaces = collector, in_use(type(row), collector)
    row.proposed_by_id, row.proposed_at = by.person_id, timezone.now()
    row.confirmed_by = row.confirmed_at = row.refused_at = None
    row.reason = ""
    row.save()
    _tell(row, "proposed", by, before={"in_use": row.replaces_id})
    return row


def _waiting(row: Row) -> Row:
    """Lock what waits, its collector's row first. Raises Decided."""
    Collector.objects.select_for_update(no_key=True).get(pk=row.collector_id)
    found = type(row).objects.waiting().select_related("collector__partner", "collector__region")
    waits = found.filter(pk=row.pk).first()
    if waits is None:
        raise Decided
    return waits


def _end(row: Row, how: str, by: Actor, *, reason: str = "") -> Row:
    row.refused_at, row.reason = timezone.now(), reason[:300]
    row.save(update_fields=["refused_at", "reason"])
    _tell(row, how, by, reason=row.reason)
    return row


def _tell(row: Row, how: str, by: Actor, *, before: dict | None = None, reason: str = "") -> None:
    """Write the one event of a step, and let everybody concerned hear of it."""
    what = "qris_code" if isinstance(row, QrisCode) else "bank_account"
    facts = {"collector": row.collector_id, "name": name_of(row)}
    record(f"{what}.{how}", row, by=by, before=before, after=facts, reason=reason)
    collector_news.tell(row, how, by=by)
    collecting_changed.send(type(row), row=row, how=how, by=by)
