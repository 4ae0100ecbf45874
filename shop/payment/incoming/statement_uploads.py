"""Uploading a bank's statement: a draft, its columns, what it would do, and taking it over.

Taking over only writes rows; `statement_rows` books them after, each in a transaction of its
own: what a crash leaves is a row still to look at.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.payment.incoming import bank_files, hand_entries, receipts
from shop.payment.incoming.bank_columns import Columns, Movement, Reading, Skip, movements
from shop.payment.incoming.matching import exactly_expected
from shop.payment.models import (
    BankAccount,
    Payment,
    Receipt,
    StatementFile,
    StatementFormat,
    StatementRow,
)
from shop.people.actors import Actor

DRAFT_LIVES = timedelta(days=1)
State = StatementRow.State


class TakenOver(states.NotPossible):
    """The upload was taken over or dropped before."""

    message = _("This upload was taken over or dropped already.")


class ColumnsMissing(states.NotPossible):
    """Nobody has said yet which column holds what."""

    message = _("Choose the columns first.")


@dataclass(frozen=True)
class Foreseen:
    """What taking over would do with one movement: `payment` is whom it pays at once.

    `is_known`: it was taken over before. `is_alike`: another upload has the same day and amount
    with another text, so a person looks at it. `receipt` was entered by hand before.
    """

    movement: Movement
    is_known: bool = False
    is_alike: bool = False
    receipt: Receipt | None = None
    payment: Payment | None = None


@dataclass(frozen=True)
class Preview:
    """What taking over an upload would do."""

    rows: list[Foreseen]
    skipped: dict[Skip, int]

    @property
    def new(self) -> list[Foreseen]:
        """The movements that no upload had before."""
        return [row for row in self.rows if not row.is_known]

    @property
    def known(self) -> int:
        """How many movements earlier uploads had."""
        return len(self.rows) - len(self.new)


@transaction.atomic
def upload(account: BankAccount, *, file: BinaryIO, name: str, by: Actor) -> StatementFile:
    """Keep a statement's cells as a draft, with the columns this bank's files had last.

    Raises NotAStatement or TooBig.
    """
    cells = bank_files.read(file)
    known = StatementFormat.objects.filter(bank=account.bank).first()
    draft = StatementFile.objects.create(
        account=account,
        name=name[:120],
        uploaded_by_id=by.person_id,
        cells=cells,
        columns=known.columns if known and _fits(known.columns, cells) else None,
    )
    record("statement.uploaded", draft, by=by, after={"account": account.pk})
    return draft


@transaction.atomic
def choose_columns(draft: StatementFile, *, columns: Columns, by: Actor) -> None:
    """Say which column holds what. Raises TakenOver or NotTheseColumns."""
    draft = _locked_draft(draft)
    movements(draft.cells, columns, today=timezone.localdate())
    StatementFile.objects.filter(pk=draft.pk).update(columns=columns.to_json())
    record("statement.columns_chosen", draft, by=by, after={"columns": columns.to_json()})


def preview(draft: StatementFile) -> Preview:
    """Say what taking over would do, writing nothing. Raises ColumnsMissing or TakenOver."""
    reading = _read(draft)
    known = _known_rows(draft.account, reading)
    otherwise = _otherwise_written(known, reading)
    by_hand = _untied(draft.account, reading)
    expected = exactly_expected(draft.account)
    foreseen = []
    for movement in reading.movements:
        if movement.key in known:
            foreseen.append(Foreseen(movement, is_known=True))
            continue
        is_alike = movement.key[:2] in otherwise
        receipt = hand_entries.take_near(by_hand, day=movement.booked_on, amount=movement.amount)
        payment = None
        if receipt is None and not is_alike:
            payment = expected.pop(movement.amount, None)
        foreseen.append(Foreseen(movement, is_alike=is_alike, receipt=receipt, payment=payment))
    return Preview(foreseen, reading.skipped)


@transaction.atomic
def take_over(draft: StatementFile, *, by: Actor) -> StatementFile:
    """Write the movements that no upload had, and remember the bank's columns.

    What was entered by hand is tied to its row. Book the rest with `book_exact`. Raises
    TakenOver or ColumnsMissing.
    """
    receipts.lock(draft.account)
    draft = _locked_draft(draft)
    reading = _read(draft)
    known = _known_rows(draft.account, reading)
    otherwise = _otherwise_written(known, reading)
    by_hand = _untied(draft.account, reading)
    fresh = []
    for movement in reading.movements:
        if movement.key in known:
            continue
        receipt = hand_entries.take_near(by_hand, day=movement.booked_on, amount=movement.amount)
        fresh.append(
            StatementRow(
                account=draft.account,
                file=draft,
                booked_on=movement.booked_on,
                amount=movement.amount,
                text=movement.text,
                occurrence=movement.occurrence,
                state=State.KNOWN if receipt else State.NEW,
                receipt=receipt,
                is_alike=movement.key[:2] in otherwise,
            )
        )
    StatementRow.objects.bulk_create(fresh)
    StatementFormat.objects.update_or_create(
        bank=draft.account.bank, defaults={"columns": draft.columns}
    )
    draft.rows_read, draft.rows_new = len(reading.movements), len(fresh)
    draft.cells, draft.saved_at = None, timezone.now()
    draft.save(update_fields=["rows_read", "rows_new", "cells", "saved_at"])
    record(
        "statement.taken_over",
        draft,
        by=by,
        after={"rows": draft.rows_read, "new": draft.rows_new},
    )
    return draft


@transaction.atomic
def drop(draft: StatementFile, *, by: Actor) -> None:
    """Forget an upload that nobody took over. Raises TakenOver."""
    draft = _locked_draft(draft)
    record("statement.dropped", draft, by=by)
    draft.delete()


def drop_old_drafts() -> int:
    """Forget uploads that nobody took over within a day; run it daily."""
    before = timezone.now() - DRAFT_LIVES
    return StatementFile.objects.drafts().filter(at__lt=before).delete()[0]


def _untied(account: BankAccount, reading: Reading) -> list[Receipt]:
    days = [movement.booked_on for movement in reading.movements]
    return hand_entries.untied(account, first=min(days), last=max(days))


def _known_rows(account: BankAccount, reading: Reading) -> set[tuple]:
    days = [movement.booked_on for movement in reading.movements]
    return set(
        StatementRow.objects.filter(
            account=account, booked_on__range=(min(days), max(days))
        ).values_list("booked_on", "amount", "text", "occurrence")
    )


def _otherwise_written(known: set[tuple], reading: Reading) -> set[tuple]:
    """Days and amounts of rows that earlier uploads have and this file has not, or otherwise."""
    here = {movement.key for movement in reading.movements}
    return {key[:2] for key in known - here}


def _read(draft: StatementFile) -> Reading:
    if draft.cells is None:
        raise TakenOver
    if draft.columns is None:
        raise ColumnsMissing
    columns = Columns.from_json(draft.columns)
    # The day of the upload, so that what was previewed before midnight is what is taken over.
    return movements(draft.cells, columns, today=timezone.localdate(draft.at))


def _fits(columns: dict, cells: bank_files.Cells) -> bool:
    try:
        movements(cells, Columns.from_json(columns), today=timezone.localdate())
    except states.NotPossible:
        return False
    return True


def _locked_draft(draft: StatementFile) -> StatementFile:
    found = (
        StatementFile.objects.drafts()
        .select_related("account__collector")
        .select_for_update(of=("self",))
        .filter(pk=draft.pk)
        .first()
    )
    if found is None:
        raise TakenOver
    return found
