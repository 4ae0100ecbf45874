"""What becomes of a statement's rows: one row pays one payment, or says what else it is.

An account is locked first, then the row, then an order: never the other way round.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.payment.incoming import receipts
from shop.payment.incoming.matching import exactly_expected
from shop.payment.models import BankAccount, Payment, StatementRow
from shop.people.actors import Actor

REFERENCE = 120
State = StatementRow.State


class RowAnswered(states.NotPossible):
    """Somebody has booked the row or left it alone meanwhile."""

    message = _("Somebody has dealt with this row already.")


def book_exact(account: BankAccount, *, by: Actor) -> int:
    """Book each row whose amount one open order expects exactly; returns how many.

    It may run again at any time. A row that can't be booked stays to look at.
    """
    booked = 0
    expected = exactly_expected(account)
    waiting = StatementRow.objects.new().filter(account=account, is_alike=False)
    for row in waiting.filter(amount__in=expected):
        # Of two rows with one amount the first pays; the other is for a person to look at.
        payment = expected.pop(row.amount, None)
        if payment is None:
            continue
        try:
            book(row, payment=payment, by=by)
        except states.NotPossible:
            continue
        booked += 1
    return booked


@transaction.atomic
def book(row: StatementRow, *, payment: Payment | None, by: Actor) -> StatementRow:
    """Book a row's money for an attempt, or, without one, to suspense until somebody matches it.

    Money that was entered by hand was tied to its row when the statement was taken over, and is
    refused by hand after that. Raises RowAnswered, OtherPlace, OwnOrder, or NotAnAmount for money
    that went out.
    """
    receipts.lock(row.account)
    row = claim(row, state=State.BOOKED)
    row.receipt = receipts.book(
        row.account,
        amount=row.amount,
        received_on=row.booked_on,
        reference=_reference(row),
        payment=payment,
        by=by,
    )
    row.save(update_fields=["receipt"])
    record("statement_row.booked", row, by=by, after={"receipt": row.receipt_id})
    return row


@transaction.atomic
def leave(row: StatementRow, *, reason: str, by: Actor) -> StatementRow:
    """Leave a row alone: it is booked nowhere (own money, interest …). Raises RowAnswered."""
    row = claim(row, state=State.LEFT)
    record("statement_row.left", row, by=by, reason=reason)
    return row


@transaction.atomic
def look_again(row: StatementRow, *, by: Actor) -> StatementRow:
    """Take up a row again that was left alone. Raises RowAnswered."""
    row = claim(row, state=State.NEW, was=State.LEFT)
    record("statement_row.taken_up", row, by=by)
    return row


def claim(row: StatementRow, *, state: str, was: str = State.NEW) -> StatementRow:
    """Move a row to a state if it is still in the one before. Raises RowAnswered."""
    if not StatementRow.objects.filter(pk=row.pk, state=was).update(state=state):
        raise RowAnswered
    return StatementRow.objects.select_related("account__collector").get(pk=row.pk)


def _reference(row: StatementRow) -> str:
    """The row's text; with a mark if another row of its day and amount may look the same."""
    if not row.occurrence and len(row.text) <= REFERENCE:
        return row.text
    mark = f" #{row.pk}"
    return f"{row.text[: REFERENCE - len(mark)]}{mark}"
