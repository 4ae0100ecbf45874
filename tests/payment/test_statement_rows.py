"""Uploaded statements: rows known once, one row for one payment, the rest for people."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from shop.order import states
from shop.payment import ledger
from shop.payment.collecting.collectors import platform
from shop.payment.incoming import (
    bank_files,
    matching,
    receipts,
    statement_meanings,
    statement_rows,
    statement_uploads,
)
from shop.payment.incoming.bank_columns import Columns, Skip
from shop.payment.models import (
    Correction,
    Payment,
    PayoutAccount,
    Receipt,
    Refund,
    Settlement,
    StatementFile,
    StatementFormat,
    StatementRow,
)
from shop.payment.paying_out import payouts
from shop.people.actors import Actor
from tests.factories import bank_account, partner, person
from tests.payment.money import BUYER, STAFF, paid_order, receive, standing, transfer_order

pytestmark = pytest.mark.django_db
COLUMNS = Columns(day=0, text=(1,), amount=2)


def today() -> date:
    return timezone.localdate()


def upload(account, *rows, columns=COLUMNS, name="mutasi.csv"):
    """Upload rows of (text, amount) or (text, amount, day) and choose the columns."""
    lines = [
        f"{(row[2] if len(row) > 2 else today()).isoformat()};{row[0]};{row[1]}" for row in rows
    ]
    file = io.BytesIO("\n".join(["Tanggal;Keterangan;Jumlah", *lines]).encode())
    draft = statement_uploads.upload(account, file=file, name=name, by=STAFF)
    if draft.columns is None and columns is not None:
        statement_uploads.choose_columns(draft, columns=columns, by=STAFF)
        draft.refresh_from_db()
    return draft


def take_over(account, *rows):
    """Upload, take over and book what is exact; returns (rows that were new, how many paid)."""
    file = statement_uploads.take_over(upload(account, *rows), by=STAFF)
    return file.rows_new, statement_rows.book_exact(account, by=STAFF)


def states_of_rows():
    return [(row.amount, row.state) for row in StatementRow.objects.all()]


def test_a_row_with_the_exact_amount_pays_its_order_and_no_other():
    first, second = transfer_order(), transfer_order()
    assert take_over(first.account, ("TRSF SARI", second.total), ("BIAYA", -1_500)) == (2, 1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("pending", "captured")
    assert states_of_rows() == [(second.total, "booked"), (-1_500, "new")]
    receipt = Receipt.objects.get()
    assert (receipt.payment, receipt.reference) == (second, "TRSF SARI")
    assert receipt.statement_row.state == "booked"


def test_the_same_and_an_overlapping_file_change_nothing():
    payment = transfer_order()
    rows = [("TRSF SARI", payment.total), ("TRSF ANI", 70_000), ("TRSF ANI", 70_000)]
    assert take_over(payment.account, *rows) == (3, 1)
    before = ledger.balances()

    assert take_over(payment.account, *rows) == (0, 0)
    assert take_over(payment.account, rows[2], rows[0], rows[1], ("BARU", 80_000)) == (1, 0)

    assert ledger.balances() == before
    assert StatementRow.objects.count() == 4
    assert Receipt.objects.count() == 1
    last = StatementFile.objects.first()
    assert (last.rows_read, last.rows_new) == (4, 1)


def test_equal_rows_of_a_day_are_told_apart_by_counting():
    account = bank_account()
    take_over(account, ("TRSF ANI", 70_000))
    assert take_over(account, ("TRSF ANI", 70_000), ("TRSF ANI", 70_000))[0] == 1
    occurrences = StatementRow.objects.values_list("occurrence", flat=True)
    assert list(occurrences) == [0, 1]


def test_the_same_rows_on_another_account_are_other_rows():
    take_over(bank_account(), ("TRSF ANI", 70_000))
    assert take_over(bank_account(number="0000-999"), ("TRSF ANI", 70_000))[0] == 1


def test_two_rows_of_one_amount_pay_one_order_once():
    payment = transfer_order()
    rows = ("TRSF SARI", payment.total), ("TRSF SARI", payment.total)
    assert take_over(payment.account, *rows) == (2, 1)
    assert states_of_rows() == [(payment.total, "booked"), (payment.total, "new")]
    payment.refresh_from_db()
    assert payment.captured == payment.total


def test_rows_that_a_crash_left_unbooked_are_booked_the_next_time():
    payment = transfer_order()
    statement_uploads.take_over(upload(payment.account, ("TRSF SARI", payment.total)), by=STAFF)
    assert states_of_rows() == [(payment.total, "new")]

    assert statement_rows.book_exact(payment.account, by=STAFF) == 1
    assert statement_rows.book_exact(payment.account, by=STAFF) == 0


def test_a_long_file_is_previewed_with_few_questions(django_assert_num_queries):
    payment = transfer_order()
    rows = [("TRSF", 1_000_000 + n) for n in range(300)]
    draft = upload(payment.account, *rows, ("TRSF SARI", payment.total))
    with django_assert_num_queries(4):
        assert len(statement_uploads.preview(draft).new) == 301


def test_money_entered_by_hand_is_tied_and_not_booked_twice():
    payment = transfer_order()
    receipts.enter(
        payment.account,
        amount=payment.total,
        received_on=today() - timedelta(days=1),
        reference="sari",
        by=STAFF,
    )
    assert take_over(payment.account, ("TRSF SARI", payment.total)) == (1, 0)
    row = StatementRow.objects.get()
    assert (row.state, row.receipt) == ("known", Receipt.objects.get())
    payment.refresh_from_db()
    assert payment.captured == payment.total


def test_an_entry_ties_one_row_only():
    payment = transfer_order()
    receive(payment, reference="sari")
    Receipt.objects.update(received_on=today())
    rows = ("TRSF A", payment.total), ("TRSF B", payment.total)
    assert take_over(payment.account, *rows) == (2, 0)
    assert states_of_rows() == [(payment.total, "known"), (payment.total, "new")]


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_money_that_a_statement_shows_is_not_entered_by_hand_around_its_day(days):
    payment = transfer_order()
    day = today() - timedelta(days=3)
    statement_uploads.take_over(upload(payment.account, ("TRSF", payment.total, day)), by=STAFF)
    with pytest.raises(receipts.OnStatement):
        receipts.enter(
            payment.account,
            amount=payment.total,
            received_on=day + timedelta(days=days),
            reference="sari",
            by=STAFF,
        )
    assert not Receipt.objects.exists()


def test_a_preview_says_what_would_happen_and_writes_nothing():
    payment, by_hand = transfer_order(), transfer_order()
    account = payment.account
    receive(by_hand, reference="dewi")
    Receipt.objects.update(received_on=today())
    take_over(account, ("LAMA", 9_000))
    before = ledger.balances(), StatementRow.objects.count()

    draft = upload(
        account,
        ("LAMA", 9_000),
        ("TRSF SARI", payment.total),
        ("TRSF SARI", payment.total),
        ("TRSF DEWI", by_hand.total),
        ("ADM", -500),
    )
    seen = statement_uploads.preview(draft)

    assert (seen.known, len(seen.new), seen.skipped) == (1, 4, {Skip.NO_DAY: 1})
    assert [row.payment for row in seen.new] == [payment, None, None, None]
    assert [row.receipt is not None for row in seen.new] == [False, False, True, False]
    assert (ledger.balances(), StatementRow.objects.count()) == before


def test_rows_that_an_earlier_upload_wrote_otherwise_wait_for_people():
    payment = transfer_order()
    take_over(payment.account, ("TRSF SARI CABANG A", 70_000))
    StatementFormat.objects.all().delete()
    rows = statement_uploads.take_over(upload(payment.account, ("TRSF SARI", 70_000)), by=STAFF)
    assert rows.rows_new == 1
    assert StatementRow.objects.get(text="TRSF SARI").is_alike


def test_columns_are_remembered_for_the_bank():
    account = bank_account()
    take_over(account, ("A", 1_000))
    other = bank_account(number="0000-999")
    assert upload(other, ("B", 2_000), columns=None).columns == COLUMNS.to_json()
    elsewhere = bank_account(bank="Bank Lain", number="0000-998")
    assert upload(elsewhere, ("B", 2_000), columns=None).columns is None


def test_columns_that_do_not_fit_this_file_are_asked_again():
    account = bank_account()
    StatementFormat.objects.create(bank=account.bank, columns=Columns(1, (0,), 2).to_json())
    assert upload(account, ("B", 2_000), columns=None).columns is None


def test_an_upload_is_taken_over_once_and_keeps_no_cells():
    draft = upload(bank_account(), ("A", 1_000))
    saved = statement_uploads.take_over(draft, by=STAFF)
    assert (saved.cells, saved.rows_read) == (None, 1)
    for again in (statement_uploads.take_over, statement_uploads.drop):
        with pytest.raises(statement_uploads.TakenOver):
            again(draft, by=STAFF)
    with pytest.raises(statement_uploads.TakenOver):
        statement_uploads.choose_columns(draft, columns=COLUMNS, by=STAFF)


def test_nothing_is_taken_over_before_columns_are_chosen():
    draft = upload(bank_account(), ("A", 1_000), columns=None)
    with pytest.raises(statement_uploads.ColumnsMissing):
        statement_uploads.take_over(draft, by=STAFF)
    assert not StatementRow.objects.exists()


def test_uploads_that_nobody_takes_over_are_forgotten_after_a_day():
    kept, old = upload(bank_account(), ("A", 1)), upload(bank_account(number="1"), ("A", 1))
    StatementFile.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(hours=25))
    assert statement_uploads.drop_old_drafts() == 1
    assert StatementFile.objects.get() == kept
    statement_uploads.drop(kept, by=STAFF)
    assert not StatementFile.objects.exists()


def test_a_person_puts_a_row_to_the_order_it_names():
    payment = transfer_order()
    take_over(payment.account, (f"ONGKIR {payment.order.number}", payment.total + 70_000))
    row = StatementRow.objects.get()
    (fit,) = matching.fits(matching.of_rows([row]))[row.pk]
    assert (fit.payment, fit.off, fit.is_named) == (payment, 70_000, True)

    statement_rows.book(row, payment=payment, by=STAFF)

    payment.refresh_from_db()
    assert (payment.state, payment.refunding) == ("captured", 70_000)
    with pytest.raises(statement_rows.RowAnswered):
        statement_rows.book(row, payment=payment, by=STAFF)
    assert Receipt.objects.count() == 1


def test_near_amounts_are_suggested_nearest_first_and_never_booked_alone():
    payments = [transfer_order() for _ in range(3)]
    account = payments[0].account
    assert take_over(account, ("TRSF", payments[0].due)) == (1, 0)
    row = StatementRow.objects.get()
    found = matching.fits(matching.of_rows([row]))[row.pk]
    assert [(fit.payment, fit.off) for fit in found] == [
        (payments[0], -1),
        (payments[1], -2),
        (payments[2], -3),
    ]


def test_unknown_money_rests_in_suspense_when_a_person_says_so():
    payment = transfer_order()
    take_over(payment.account, ("TRSF", 777_777))
    row = statement_rows.book(StatementRow.objects.get(), payment=None, by=STAFF)
    assert (row.state, row.receipt.payment) == ("booked", None)
    assert standing(payment) == {
        f"bank:{payment.account_id}": 777_777,
        "suspense": -777_777,
    }


def test_money_of_a_closed_order_is_not_booked_without_a_person():
    payment = transfer_order()
    states.cancel(payment.order, by=BUYER)
    assert take_over(payment.account, ("TRSF", payment.total)) == (1, 0)
    statement_rows.book(StatementRow.objects.get(), payment=payment, by=STAFF)
    assert Refund.objects.get().amount == payment.total


def test_money_that_went_out_is_no_receipt():
    account = bank_account()
    take_over(account, ("KELUAR", -5_000))
    with pytest.raises(receipts.NotAnAmount):
        statement_rows.book(StatementRow.objects.get(), payment=None, by=STAFF)
    assert states_of_rows() == [(-5_000, "new")]


def test_a_row_is_left_alone_and_taken_up_again():
    take_over(bank_account(), ("BUNGA", 321))
    row = statement_rows.leave(StatementRow.objects.get(), reason="Bunga bank", by=STAFF)
    assert row.state == "left"
    with pytest.raises(statement_rows.RowAnswered):
        statement_rows.leave(row, reason="", by=STAFF)
    assert statement_rows.look_again(row, by=STAFF).state == "new"


def test_a_row_that_says_a_refund_went_out_sends_it():
    order = paid_order()
    states.ask_to_cancel(order, by=BUYER)
    refund = order.refunds.get()
    Refund.objects.update(state="approved", bank="Bank", number="123456", holder="Sari")
    account = Payment.objects.get().account
    take_over(account, ("TRSF KE SARI", -refund.amount))
    row = StatementRow.objects.get()
    (meaning,) = statement_meanings.meanings([row])[row.pk]
    assert (meaning.about, meaning.confirms) == (f"refund:{refund.pk}", True)

    statement_meanings.tie(row, about=meaning.about, by=STAFF)

    refund.refresh_from_db()
    row.refresh_from_db()
    assert (refund.state, refund.reference) == ("sent", "TRSF KE SARI")
    assert (row.state, row.about) == ("booked", meaning.about)
    assert statement_meanings.meanings([row])[row.pk] == []


def test_a_row_that_says_a_payout_went_out_confirms_it():
    seller = partner()
    PayoutAccount.objects.create(
        partner=seller,
        bank="Bank",
        number="123456",
        holder="Sri",
        payable_from=timezone.now() - timedelta(days=5),
    )
    part = paid_order(seller).seller_orders.get()
    for step in (states.accept, states.ready, states.hand_over, states.complete):
        step(part, by=STAFF)
    batch = payouts.draft(platform(), by=Actor("Pencatat", person_id=person().pk))
    payouts.release(batch, by=Actor("Pencair", person_id=person().pk))
    payout = batch.payouts.get()
    take_over(Payment.objects.get().account, ("BIFAST SRI", -payout.amount))
    row = StatementRow.objects.get()
    (meaning,) = statement_meanings.meanings([row])[row.pk]

    statement_meanings.tie(row, about=meaning.about, by=STAFF)

    payout.refresh_from_db()
    row.refresh_from_db()
    assert (payout.state, payout.reference) == ("confirmed", "BIFAST SRI")
    assert (row.state, row.about) == ("booked", f"payout:{payout.pk}")
    assert statement_meanings.permission_for(row.about) == "payment.change_payoutbatch"


def test_what_was_booked_before_is_only_tied_and_only_once():
    account = bank_account()
    settlement = Settlement.objects.create(
        provider_id="po_1", account=account, amount=90_000, state="paid"
    )
    ledger.post(
        "settled",
        f"settlement:{settlement.pk}",
        entries={f"bank:{account.pk}": 90_000, "fx": -90_000},
    )
    take_over(account, ("STRIPE", 90_000), ("STRIPE", 90_000))
    first, second = StatementRow.objects.all()
    about = f"settlement:{settlement.pk}"
    statement_meanings.tie(first, about=about, by=STAFF)
    first.refresh_from_db()
    assert first.state == "known"
    with pytest.raises(statement_meanings.OtherMeaning):
        statement_meanings.tie(second, about=about, by=STAFF)
    second.refresh_from_db()
    assert (second.state, second.about) == ("new", "")


@pytest.mark.parametrize("about", ["refund:1", "refund:x", "seller:1", "", "refund:"])
def test_a_row_cannot_mean_what_does_not_fit_it(about):
    take_over(bank_account(), ("KELUAR", -5_000))
    with pytest.raises(statement_meanings.OtherMeaning):
        statement_meanings.tie(StatementRow.objects.get(), about=about, by=STAFF)
    assert states_of_rows() == [(-5_000, "new")]


def test_a_proof_picture_confirms_nothing():
    payment = transfer_order()
    payment.proofs.create(picture="proofs/a.webp")
    take_over(payment.account, ("TRSF", 123))
    payment.refresh_from_db()
    assert (payment.state, payment.captured) == ("pending", 0)


def test_a_file_that_cannot_be_read_leaves_nothing():
    account = bank_account()
    with pytest.raises(bank_files.NotAStatement):
        statement_uploads.upload(account, file=io.BytesIO(b"%PDF"), name="a.pdf", by=STAFF)
    assert not StatementFile.objects.exists()


def test_what_rows_mean_is_asked_once_per_account_not_per_row(django_assert_num_queries):
    account = bank_account()
    Correction.objects.create(
        kind="bank_fee",
        collector=account.collector,
        account=account,
        amount=500,
        reason="Biaya admin",
        state="made",
    )
    take_over(account, ("ADM", -500), ("ADM", -700))
    rows = list(StatementRow.objects.select_related("account"))
    with django_assert_num_queries(4):
        assert statement_meanings.meanings(rows) == {row.pk: [] for row in rows}
