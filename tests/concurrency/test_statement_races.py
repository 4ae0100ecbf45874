"""Races over a bank's statement: two who upload it, two who tap a row, one who types it in.

The control arm looks before it writes and claims nothing: it must lose, or the races prove
nothing.
"""

import io
import time
from collections import Counter
from datetime import timedelta

from django.utils import timezone

from shop.payment.incoming import receipts, statement_rows, statement_uploads
from shop.payment.incoming.bank_columns import Columns
from shop.payment.models import Payment, Receipt, StatementFile, StatementRow
from shop.payment.proving.checks import problems
from tests.concurrency.racing import race, rounds
from tests.payment.money import STAFF, transfer_order

USUAL = 8


def run(entry):
    verb, *arguments = entry
    return verb(*arguments)


def upload(account, *rows) -> StatementFile:
    day = timezone.localdate().isoformat()
    text = "\n".join(f"{day};{text};{amount}" for text, amount in rows)
    file = io.BytesIO(f"Tanggal;Keterangan;Jumlah\n{text}".encode())
    draft = statement_uploads.upload(account, file=file, name="mutasi.csv", by=STAFF)
    columns = Columns(day=0, text=(1,), amount=2)
    statement_uploads.choose_columns(draft, columns=columns, by=STAFF)
    return StatementFile.objects.get(pk=draft.pk)


def row_for(payment: Payment) -> StatementRow:
    file = upload(payment.account, (f"TRSF {payment.pk}", payment.total))
    return statement_uploads.take_over(file, by=STAFF).rows.get()


def take_over(draft_id: int) -> int:
    draft = StatementFile.objects.get(pk=draft_id)
    file = statement_uploads.take_over(draft, by=STAFF)
    statement_rows.book_exact(file.account, by=STAFF)
    return file.rows_new


def tap(row_id: int, payment_id: int) -> str:
    row = StatementRow.objects.get(pk=row_id)
    payment = Payment.objects.get(pk=payment_id)
    return statement_rows.book(row, payment=payment, by=STAFF).state


def type_in(payment_id: int) -> str:
    payment = Payment.objects.get(pk=payment_id)
    day = timezone.localdate() - timedelta(days=1)
    receipts.enter(
        payment.account,
        amount=payment.total,
        received_on=day,
        reference=f"tangan {payment.pk}",
        payment=payment,
        by=STAFF,
    )
    return "entered"


def book_unlocked(row_id: int, payment_id: int) -> str:
    """What the verb would be if it looked before it wrote, without claiming the row."""
    row = StatementRow.objects.get(pk=row_id)
    payment = Payment.objects.get(pk=payment_id)
    if row.state != StatementRow.State.NEW:
        return "too late"
    time.sleep(0.05)
    Receipt.objects.create(
        account=row.account,
        amount=row.amount,
        received_on=row.booked_on,
        reference="",
        payment=payment,
    )
    StatementRow.objects.filter(pk=row_id).update(state=StatementRow.State.BOOKED)
    return "booked"


def test_two_people_tap_the_same_row(each_database):
    payments = [transfer_order() for _round in range(rounds(USUAL))]
    entries = [[(tap, row_for(payment).pk, payment.pk)] * 2 for payment in payments]
    for outcomes in race(run, entries):
        assert Counter(outcome.error for outcome in outcomes) == {"": 1, "RowAnswered": 1}
    assert Receipt.objects.count() == len(payments)
    assert all(payment.captured == payment.total for payment in Payment.objects.all())
    assert problems() == []


def test_without_the_claim_a_row_is_booked_twice(each_database):
    payments = [transfer_order() for _round in range(USUAL)]
    entries = [[(book_unlocked, row_for(payment).pk, payment.pk)] * 2 for payment in payments]
    race(run, entries)
    assert Receipt.objects.count() > len(payments)


def test_one_uploads_twice_the_same_statement_at_once(each_database):
    payments = [transfer_order() for _round in range(rounds(USUAL))]
    drafts = [
        [upload(payment.account, (f"TRSF {payment.pk}", payment.total)) for _twice in range(2)]
        for payment in payments
    ]
    entries = [[(take_over, draft.pk) for draft in pair] for pair in drafts]
    for outcomes in race(run, entries):
        assert [outcome.error for outcome in outcomes] == ["", ""]
        assert sorted(outcome.value for outcome in outcomes) == [0, 1]
    assert Receipt.objects.count() == len(payments)
    assert problems() == []


def test_a_statement_is_taken_over_while_its_money_is_typed_in(each_database):
    payments = [transfer_order() for _round in range(rounds(USUAL))]
    entries = [
        [
            (take_over, upload(payment.account, (f"TRSF {payment.pk}", payment.total)).pk),
            (type_in, payment.pk),
        ]
        for payment in payments
    ]
    for uploaded, typed in race(run, entries):
        assert (uploaded.error, uploaded.value) == ("", 1)
        assert typed.error in ("", "OnStatement")
    assert Receipt.objects.count() == len(payments)
    assert all(payment.captured == payment.total for payment in Payment.objects.all())
    assert problems() == []
