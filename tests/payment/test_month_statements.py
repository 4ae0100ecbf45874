"""A seller's month, to the rupiah, in the ledger, on paper and in a spreadsheet."""

import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from shop.payment.collecting.collectors import platform
from shop.payment.papers import sheet
from shop.payment.papers import statement as papers
from shop.payment.paying_out import month_statements, payouts, statements
from shop.payment.refunding import granting
from shop.people.actors import Actor
from tests.factories import partner, person
from tests.payment.money import STAFF
from tests.payment.test_payouts import sold, sold_for_cash, with_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    """A month: a sale of 50,000, a refund of 10,000, one in cash, and a payout."""
    owner = partner("=Lapak Asri")
    with_account(owner)
    part = sold(owner, commission_bp=1_000)
    granting.grant(part, goods=10_000, bearer="seller", reason="Pecah", by=STAFF)
    sold_for_cash(owner, commission_bp=1_000)
    batch = payouts.draft(platform(), by=Actor("A", person_id=person().pk))
    payouts.release(batch, by=Actor("B", person_id=person().pk))
    return owner


def this_month() -> date:
    return timezone.localdate().replace(day=1)


def test_a_month_is_every_movement(seller):
    found = month_statements.of(seller, this_month())
    assert [
        (str(row.text), row.gross, row.commission, row.in_hand, row.paid_out, row.balance)
        for row in found.rows
    ] == [
        ("Penjualan", 50_000, 5_000, 0, 0, 45_000),
        ("Pengembalian dana ke pembeli", -10_000, -1_000, 0, 0, 36_000),
        ("Diterima tunai", 0, 0, 50_000, 0, -14_000),
        ("Penjualan", 50_000, 5_000, 0, 0, 31_000),
        ("Pencairan", 0, 0, 0, 31_000, 0),
    ]
    assert (found.opening, found.closing) == (0, 0)
    statement = statements.of(seller)
    assert found.total("gross") - found.total("commission") == statement.earned
    assert found.total("paid_out") == statement.paid_out


def test_what_stood_before_opens_the_next_month(seller):
    sold(seller)
    month = this_month()
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    found = month_statements.of(seller, after)
    assert (found.opening, found.rows, found.closing) == (50_000, [], 50_000)


def test_a_neighbours_month_is_empty(seller):
    assert month_statements.of(partner(), this_month()).rows == []


def test_a_months_questions_do_not_grow(seller, django_assert_num_queries):
    with django_assert_num_queries(3):
        month_statements.of(seller, this_month())


def test_the_paper_is_a_pdf(seller):
    assert papers.to_pdf(month_statements.of(seller, this_month())).startswith(b"%PDF-")


def test_the_sheet_has_numbers_and_runs_nothing(seller):
    body = papers.to_sheet(month_statements.of(seller, this_month()))
    rows = list(load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))
    assert rows[2][:2] == ("Tanggal", "Keterangan")
    assert rows[3][1:] == ("Saldo awal", None, None, None, None, None, 0)
    assert rows[4][3:] == (50_000, 5_000, 0, 0, 45_000)
    assert rows[-1][1:] == ("Saldo akhir", None, 90_000, 9_000, 50_000, 31_000, 0)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1"])
def test_no_text_is_a_formula(text):
    body = sheet.to_xlsx(text, ["=head"], [[text]])
    cells = [cell for row in load_workbook(io.BytesIO(body)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert sheet.harmless(text) == f"'{text}"
    assert sheet.harmless(-5) == -5
