"""Verbs about money that came in, as bank statements and buyers tell it, and that goes back."""

from io import BytesIO

from django.utils import timezone

from shop.order import states
from shop.order.refusals import NotOnBehalf, WrongState
from shop.payment import methods
from shop.payment.incoming import proofs, statement_meanings, statement_rows, statement_uploads
from shop.payment.incoming.bank_columns import Columns
from shop.payment.incoming.statement_rows import RowAnswered
from shop.payment.incoming.statement_uploads import TakenOver
from shop.payment.models import Refund
from shop.payment.refunding import giving_back, refunds, weighing_refunds
from shop.payment.second_person import SamePerson
from tests import factories
from tests.payment.money import BUYER, STAFF, transfer_order
from tests.verbs.cases_money import owed
from tests.verbs.cases_orders import ENDED, OPENED, by_weight, new_order
from tests.verbs.world import Case

COLUMNS = Columns(day=0, text=(1,), amount=2)


def a_file(amount):
    day = timezone.localdate().isoformat()
    return BytesIO(f"Tanggal;Keterangan;Jumlah\n{day};TRSF;{amount}".encode())


def upload(account, amount, by):
    return statement_uploads.upload(account, file=a_file(amount), name="mutasi.csv", by=by)


def drafted(account, amount=9):
    draft = upload(account, amount, STAFF)
    statement_uploads.choose_columns(draft, columns=COLUMNS, by=STAFF)
    draft.refresh_from_db()
    return draft


def row(account, amount=9):
    return statement_uploads.take_over(drafted(account, amount), by=STAFF).rows.get()


def left(_w):
    found = row(factories.bank_account())
    statement_rows.leave(found, reason="Bunga bank", by=STAFF)
    return found


def expected(w):
    """An open transfer, and the row of its money."""
    payment = transfer_order(w.partner)
    return row(payment.account, payment.total), payment


def row_of_a_refund(w):
    refund = owed(w)
    return row(refund.payment.account, -refund.amount), refund


def unpaid_by_qris(w):
    factories.qris_code()
    order = factories.placed_order(w.partner)
    methods.start(order, method="qris", by=BUYER)
    return order


def lighter(w):
    """A weighing difference of Rp2.500 that the buyer may leave to the seller."""
    part = by_weight(w)
    states.weigh(part, {part.lines.get().pk: 1_900}, by=STAFF)
    return part.order.refunds.get()


def large(w):
    """A refund above what one person may make alone, made by staff."""
    order = new_order(w, price=2_500_000)
    [part] = order.seller_orders.all()
    states.cancel_part(part, by=w.actors["staff"], reason="salah")
    return Refund.objects.get(order=order)


def give_back(w, by, *, expected=50_000):
    parts = list(w.it.seller_orders.all())
    return giving_back.give_back(w.it, parts, expected=expected, reason="Rusak", by=by)


CASES = [
    Case(
        statement_uploads.upload,
        lambda w: factories.bank_account(),
        lambda w, by: upload(w.it, 9, by),
        "statement.uploaded",
        "staff finance",
        again="anew",
    ),
    Case(
        statement_uploads.choose_columns,
        lambda w: upload(factories.bank_account(), 9, STAFF),
        lambda w, by: statement_uploads.choose_columns(w.it, columns=COLUMNS, by=by),
        "statement.columns_chosen",
        "staff finance",
        again="anew",
    ),
    Case(
        statement_uploads.take_over,
        lambda w: drafted(factories.bank_account()),
        lambda w, by: statement_uploads.take_over(w.it, by=by),
        "statement.taken_over",
        "staff finance",
        again=TakenOver,
    ),
    Case(
        statement_uploads.drop,
        lambda w: row(factories.bank_account()).file,
        lambda w, by: statement_uploads.drop(w.it, by=by),
        "",
        "",
        refused={TakenOver: "staff finance"},
    ),
    Case(
        statement_uploads.drop,
        lambda w: drafted(factories.bank_account()).pk,
        lambda w, by: statement_uploads.drop(statement_uploads.StatementFile(pk=w.it), by=by),
        "statement.dropped",
        "staff finance",
        again=TakenOver,
    ),
    Case(
        statement_rows.book,
        lambda w: row(factories.bank_account()),
        lambda w, by: statement_rows.book(w.it, payment=None, by=by),
        "receipt.entered statement_row.booked",
        "staff finance",
        again=RowAnswered,
    ),
    Case(
        statement_rows.book,
        expected,
        lambda w, by: statement_rows.book(w.it[0], payment=w.it[1], by=by),
        f"receipt.entered {OPENED} statement_row.booked",
        "staff finance",
        again=RowAnswered,
    ),
    Case(
        statement_rows.book_exact,
        expected,
        lambda w, by: statement_rows.book_exact(w.it[0].account, by=by),
        f"receipt.entered {OPENED} statement_row.booked",
        "staff finance",
    ),
    Case(
        statement_rows.leave,
        lambda w: row(factories.bank_account()),
        lambda w, by: statement_rows.leave(w.it, reason="Bunga bank", by=by),
        "statement_row.left",
        "staff finance",
        again=RowAnswered,
    ),
    Case(
        statement_rows.look_again,
        left,
        lambda w, by: statement_rows.look_again(w.it, by=by),
        "statement_row.taken_up",
        "staff finance",
        again=RowAnswered,
    ),
    # The bank's line confirms what waited for the bank: that has an event of its own.
    Case(
        statement_meanings.tie,
        row_of_a_refund,
        lambda w, by: statement_meanings.tie(w.it[0], about=f"refund:{w.it[1].pk}", by=by),
        "refund.sent statement_row.tied",
        "staff finance",
        again=RowAnswered,
    ),
    Case(
        statement_meanings.tie,
        row_of_a_refund,
        lambda w, by: statement_meanings.tie(w.it[0], about="refund:0", by=by),
        "",
        "",
        refused={statement_meanings.OtherMeaning: "staff finance"},
    ),
    Case(
        proofs.give_word,
        unpaid_by_qris,
        lambda w, by: proofs.give_word(w.it, by=by),
        "proof.attached",
        "buyer guest",
        again="anew",
    ),
    Case(
        proofs.give_word,
        lambda w: transfer_order(w.partner).order,
        lambda w, by: proofs.give_word(w.it, by=by),
        "",
        "",
        refused={proofs.NothingToProve: "buyer guest"},
    ),
    Case(
        giving_back.give_back,
        new_order,
        give_back,
        f"seller_order.cancelled {ENDED}",
        "staff finance",
        refused={NotOnBehalf: "companion"},
        again=giving_back.NothingPaid,
    ),
    Case(
        giving_back.give_back,
        new_order,
        lambda w, by: give_back(w, by, expected=49_999),
        "",
        "",
        refused={giving_back.Changed: "staff finance"},
    ),
    Case(
        refunds.release,
        large,
        lambda w, by: refunds.release(w.it, by=by),
        "refund.released",
        "finance",
        refused={SamePerson: "staff system guest"},
        again=WrongState,
    ),
    Case(
        weighing_refunds.give,
        lighter,
        lambda w, by: weighing_refunds.give(w.it, by=by),
        "refund.given",
        "buyer guest",
        again=WrongState,
    ),
    Case(
        weighing_refunds.take_back,
        lighter,
        lambda w, by: weighing_refunds.take_back(w.it, by=by),
        "refund.wanted",
        "buyer guest",
        again=WrongState,
    ),
]
