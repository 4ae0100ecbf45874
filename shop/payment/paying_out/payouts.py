"""Payouts: what collectors owe sellers goes to their banks in batches, made by one, released by
another.

Every sum is read again when a batch is released, behind the sellers' locks: a seller gets at most
what the draft said and what is hers then, debts taken off first. The bank's word comes after:
confirmed with its reference, bounced, or undone.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order.refusals import NotPossible, WrongState, require_own
from shop.partner.models import Partner
from shop.payment import accounts, ledger, second_person
from shop.payment.models import (
    BankAccount,
    Collector,
    Payout,
    PayoutAccount,
    PayoutBatch,
    PayoutRequest,
)
from shop.payment.paying_out import standing
from shop.payment.paying_out.dues import Payable, payable, payable_partners
from shop.payment.paying_out.payout_accounts import require_owner
from shop.payment.paying_out.payout_files import csv_of
from shop.payment.signals import payout_settled
from shop.people.actors import Actor

State = Payout.State
__all__ = ["Payable", "csv_of", "payable"]


class NothingDue(NotPossible):
    """No seller who has an account is due money."""

    message = _("No seller can be paid out now.")


class NothingToPayFrom(NotPossible):
    """The collector has no account in use that money could leave from."""

    message = _("There is no bank account in use that payouts could leave from.")


class Changed(NotPossible):
    """The sums are others than those that the releaser was shown."""

    message = _("The amounts have changed meanwhile. Look at them again, then release.")


class ReferenceMissing(NotPossible):
    """A transfer without the bank's reference can't be found again."""

    message = _("Enter the bank's reference of the transfer.")


class ReasonMissing(NotPossible):
    """The seller reads why her money did not come."""

    message = _("Write the reason first; the seller reads it.")


class TooLittle(NotPossible):
    """Less is ready than is paid out at once, or the seller has no account."""

    message = _("Too little is ready to be paid out, or no bank account is known.")


@transaction.atomic
def ask(partner: Partner, *, by: Actor) -> PayoutRequest:
    """A seller asks to be paid before the next round; an open wish is returned as it is.

    Raises OwnersOnly or TooLittle.
    """
    require_owner(partner, by)
    standing.lock([partner.pk])
    asked = partner.payout_requests.filter(answered_at__isnull=True).first()
    if asked is not None:
        return asked
    if not any(one.is_ready for one in payable_partners([partner])):
        raise TooLittle
    asked = PayoutRequest.objects.create(partner=partner, asked_by_id=by.person_id)
    record("payout.asked", partner, by=by, after={"request": asked.pk})
    return asked


@transaction.atomic
def draft(
    collector: Collector,
    *,
    partners: Collection[Partner] | None = None,
    account: BankAccount | None = None,
    by: Actor,
) -> PayoutBatch:
    """Put what a collector owes into a batch: everybody who is ready, or only some of them.

    The money leaves from `account`, or the collector's own. Who stands in another draft is left
    out. Raises NotOnBehalf, NothingToPayFrom or NothingDue.
    """
    require_own(by)
    Collector.objects.select_for_update(no_key=True).get(pk=collector.pk)
    account = account or collector.accounts.filter(is_active=True).order_by("pk").first()
    if account is None or account.collector_id != collector.pk:
        raise NothingToPayFrom
    chosen = None if partners is None else {partner.pk for partner in partners}
    rows = [
        one
        for one in payable(collector)
        if one.is_ready and (chosen is None or one.partner.pk in chosen)
    ]
    if not rows:
        raise NothingDue
    batch = PayoutBatch.objects.create(
        collector=collector, account=account, made_by_id=by.person_id
    )
    Payout.objects.bulk_create(
        Payout(batch=batch, partner=one.partner, amount=one.amount, recovered=one.recovered)
        for one in rows
    )
    total = sum(one.amount for one in rows)
    record("payout.drafted", batch, by=by, after={"payouts": len(rows), "amount": total})
    return batch


def now_due(batch: PayoutBatch) -> dict[int, Payable]:
    """Return what a draft's sellers would get if it was released now, by partner id.

    At most what the draft says; who gets nothing any more is left out.
    """
    rows = list(batch.payouts.select_related("partner"))
    found = payable_partners([row.partner for row in rows], batch.collector)
    due = {one.partner.pk: one for one in found}
    cut = {}
    for row in rows:
        one = due.get(row.partner_id)
        one = one and one.at_most(amount=row.amount, gross=row.amount + row.recovered)
        if one and one.is_ready:
            cut[row.partner_id] = one
    return cut


@transaction.atomic
def release(batch: PayoutBatch, *, by: Actor, total: int | None = None) -> PayoutBatch:
    """Another person lets a batch go: its sums are read again, account numbers frozen, posted.

    `total` is what the releaser was shown in all. Raises NotOnBehalf, SamePerson, Changed,
    NothingDue, or WrongState unless it is a draft.
    """
    require_own(by)
    second_person.require_other(batch.made_by_id, by)
    batch = _locked(batch)
    rows = list(batch.payouts.select_related("partner").order_by("partner"))
    standing.lock(row.partner_id for row in rows)
    due = now_due(batch)
    if not due:
        raise NothingDue
    if total is not None and total != sum(one.amount for one in due.values()):
        raise Changed
    batch.state, batch.released_by_id = PayoutBatch.State.RELEASED, by.person_id
    batch.released_at = timezone.now()
    batch.save(update_fields=["state", "released_by", "released_at"])
    for row in rows:
        _release_row(row, batch, due)
    PayoutRequest.objects.filter(partner__in=due, answered_at__isnull=True).update(
        answered_at=timezone.now()
    )
    amounts = {str(partner_id): one.amount for partner_id, one in due.items()}
    record("payout.released", batch, by=by, after={"amounts": amounts})
    return batch


@transaction.atomic
def drop(batch: PayoutBatch, *, by: Actor) -> None:
    """Nobody releases this draft any more. Raises NotOnBehalf or WrongState."""
    require_own(by)
    batch = _locked(batch)
    batch.state = PayoutBatch.State.DROPPED
    batch.save(update_fields=["state"])
    batch.payouts.update(state=State.DROPPED)
    record("payout.dropped", batch, by=by)


@transaction.atomic
def confirm(payout: Payout, *, reference: str, by: Actor) -> None:
    """The bank has paid. Raises NotOnBehalf, ReferenceMissing or WrongState."""
    require_own(by)
    if not reference.strip():
        raise ReferenceMissing
    _move(payout, when="released", to=State.CONFIRMED, reference=reference.strip()[:120])
    _post(
        "payout_confirmed", payout, {_owed(payout): payout.amount, _holder(payout): -payout.amount}
    )
    _settled("payout.confirmed", payout, by=by)


@transaction.atomic
def bounce(payout: Payout, *, reason: str, by: Actor) -> None:
    """The bank gave it back: it is the seller's again, and her account is in doubt.

    Raises NotOnBehalf, ReasonMissing or WrongState.
    """
    require_own(by)
    if not reason.strip():
        raise ReasonMissing
    standing.lock([payout.partner_id])
    _move(payout, when="released", to=State.BOUNCED, reason=reason.strip()[:300])
    _post("payout_bounced", payout, {_owed(payout): payout.amount, _hers(payout): -payout.amount})
    _doubt_account(payout)
    _settled("payout.bounced", payout, by=by)


@transaction.atomic
def undo(payout: Payout, *, reason: str, by: Actor) -> None:
    """The bank took back what was confirmed: by a counter-entry it is the seller's again.

    Raises NotOnBehalf, ReasonMissing or WrongState.
    """
    require_own(by)
    if not reason.strip():
        raise ReasonMissing
    standing.lock([payout.partner_id])
    _move(payout, when="confirmed", to=State.UNDONE, reason=reason.strip()[:300])
    _post("payout_undone", payout, {_holder(payout): payout.amount, _hers(payout): -payout.amount})
    _doubt_account(payout)
    _settled("payout.undone", payout, by=by)


def _release_row(row: Payout, batch: PayoutBatch, due: Mapping[int, Payable]) -> None:
    one = due.get(row.partner_id)
    if one is None:
        Payout.objects.filter(pk=row.pk).update(state=State.DROPPED)
        return
    frozen = {}
    if one.amount:
        frozen = {name: getattr(one.account, name) for name in ("bank", "number", "holder")}
    row.amount, row.recovered = one.amount, one.recovered
    Payout.objects.filter(pk=row.pk).update(
        amount=row.amount,
        recovered=row.recovered,
        state=State.RELEASED if one.amount else State.CONFIRMED,
        settled_at=None if one.amount else timezone.now(),
        **frozen,
    )
    row.batch = batch
    _post("offset", row, {_hers(row): one.recovered - one.credit} | one.offsets())
    _post("payout_released", row, {_hers(row): row.amount, _owed(row): -row.amount})


def _locked(batch: PayoutBatch) -> PayoutBatch:
    """Return the draft with its row locked. Raises WrongState if it is none any more."""
    found = PayoutBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if found.state != PayoutBatch.State.DRAFT:
        raise WrongState(found.state)
    return found


def _move(payout: Payout, *, when: str, to: str, **changes: object) -> None:
    """Move a payout that brings money. Raises WrongState when a race was lost."""
    found = Payout.objects.filter(pk=payout.pk, state=when, amount__gt=0)
    moved = found.update(state=to, settled_at=timezone.now(), **changes)
    payout.refresh_from_db()
    if not moved:
        raise WrongState(payout.state)


def _post(kind: str, payout: Payout, entries: Mapping[str, int]) -> None:
    ledger.post(kind, f"payout:{payout.pk}", entries=entries)


def _hers(payout: Payout) -> str:
    return accounts.seller(payout.partner_id, payout.batch.collector)


def _owed(payout: Payout) -> str:
    return accounts.payout(payout.batch)


def _holder(payout: Payout) -> str:
    return accounts.holder(payout.batch.account)


def _doubt_account(payout: Payout) -> None:
    """Pay nothing more to the account that this went to, until its owner enters it again."""
    same = Q(bank=payout.bank, number=payout.number, doubted_at__isnull=True)
    PayoutAccount.objects.filter(same, partner=payout.partner_id).update(doubted_at=timezone.now())


def _settled(verb: str, payout: Payout, *, by: Actor) -> None:
    after = {"payout": payout.pk, "amount": payout.amount, "ends_with": payout.number[-3:]}
    record(verb, payout.partner, by=by, after=after, reason=payout.reason)
    payout_settled.send(Payout, payout=payout, by=by)
