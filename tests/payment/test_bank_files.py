"""Statements as banks write them: delimiters, encodings, days, amounts, and hostile files."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from shop.payment.incoming import bank_columns, bank_files, column_guess
from shop.payment.incoming.bank_columns import Columns, Movement, Skip

TODAY = date(2026, 11, 23)
BCA = """\
Informasi Rekening - Mutasi Rekening
No. rekening : ,'0000123
Tanggal Transaksi,Keterangan,Cabang,Jumlah,,Saldo
'21/11,TRSF E-BANKING CR SARI,0000,"50,001.00",CR,"150,001.00"
'21/11,TRSF E-BANKING CR SARI,0000,"50,001.00",CR,"200,002.00"
'22/11,BIAYA ADM,0000,"15,000.00",DB,"185,002.00"
PEND,TRSF E-BANKING CR DEWI,0000,"75,002.00",CR,
Saldo Awal,,,"100,000.00",,
"""
TWO_SIDES = """\
Tgl;Uraian;No. Ref;Debet;Kredit;Saldo
21/11/2026;SETOR TUNAI;A1;0,00;1.234.567,00;1.334.567,00
21-Nov-26;TARIK TUNAI;A2;500.000,00;0,00;834.567,00
Jumlah;;;500.000,00;1.234.567,00;
"""


def read(text, encoding="utf-8"):
    return bank_files.read(io.BytesIO(text.encode(encoding)))


def moves(text, columns, **options):
    return bank_columns.movements(read(text, **options), columns, today=TODAY)


BCA_COLUMNS = Columns(day=0, text=(1,), amount=3, side=4)


def test_one_amount_with_its_side_in_the_next_column():
    reading = moves(BCA, BCA_COLUMNS)
    assert reading.movements == [
        Movement(date(2026, 11, 21), 50_001, "TRSF E-BANKING CR SARI", 0),
        Movement(date(2026, 11, 21), 50_001, "TRSF E-BANKING CR SARI", 1),
        Movement(date(2026, 11, 22), -15_000, "BIAYA ADM", 0),
    ]
    assert reading.skipped == {Skip.NO_DAY: 5}


def test_debit_and_credit_in_two_columns_and_a_text_of_two():
    reading = moves(TWO_SIDES, Columns(day=0, text=(1, 2), out=3, into=4))
    assert reading.movements == [
        Movement(date(2026, 11, 21), 1_234_567, "SETOR TUNAI A1", 0),
        Movement(date(2026, 11, 21), -500_000, "TARIK TUNAI A2", 0),
    ]
    assert reading.skipped == {Skip.NO_DAY: 2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_windows_and_of_everybody(encoding):
    reading = moves("21/11/2026;Café;1.000\n", Columns(0, (1,), 2), encoding=encoding)
    assert reading.movements == [Movement(date(2026, 11, 21), 1_000, "Café", 0)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter(delimiter):
    text = delimiter.join(["21/11/2026", "SETOR", "1000"]) + "\n"
    assert moves(text, Columns(0, (1,), 2)).movements[0].amount == 1_000


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("23/11/2026", date(2026, 11, 23)),
        ("3/1/2026", date(2026, 1, 3)),
        ("23/11", date(2026, 11, 23)),
        ("24/11", date(2025, 11, 24)),
        ("23-11-26", date(2026, 11, 23)),
        ("2026-11-23", date(2026, 11, 23)),
        ("2026-11-23 14:05:01", date(2026, 11, 23)),
        ("20261123", date(2026, 11, 23)),
        ("23/11/2026 14.05", date(2026, 11, 23)),
        ("17-Agu-26", date(2026, 8, 17)),
        ("17-Aug-26", date(2026, 8, 17)),
        ("01 Oktober 2026", date(2026, 10, 1)),
        ("09 Mei 2026", date(2026, 5, 9)),
        ("31 Des 25", date(2025, 12, 31)),
        ("31/02/2026", None),
        ("11/23/2026", None),
        ("29/02", None),
        ("PEND", None),
        ("Saldo Awal", None),
        ("", None),
        ("٢١/١١/٢٠٢٦", date(2026, 11, 21)),
    ],
)
def test_days(written, day):
    assert bank_columns.to_day(written, today=TODAY) == day


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.234.567,00", 1_234_567),
        ("1,234,567.00", 1_234_567),
        ("1234567", 1_234_567),
        ("1234567.00", 1_234_567),
        ("1.234", 1_234),
        ("1,234", 1_234),
        ("Rp 50.001", 50_001),
        ("Rp50.001,-", 50_001),
        ("IDR 50,001.00", 50_001),
        ("-50.001", -50_001),
        ("50.001,00-", -50_001),
        ("(50.001)", -50_001),
        ("+50.001", 50_001),
        ("50.001,00 CR", 50_001),
        ("50.001,00 DB", -50_001),
    ],
)
def test_amounts(written, amount):
    (found,) = moves(f"21/11/2026;x;{written}\n", Columns(0, (1,), 2)).movements
    assert found.amount == amount


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1.234,50", Skip.FRACTION),
        ("12.5", Skip.FRACTION),
        ("1,234.01", Skip.FRACTION),
        ("0,00", Skip.NO_AMOUNT),
        ("-", Skip.NO_AMOUNT),
        ("", Skip.NO_AMOUNT),
        ("1.23.456", Skip.UNREADABLE),
        ("1.234.56", Skip.UNREADABLE),
        ("1e9", Skip.UNREADABLE),
        ("=1+1", Skip.UNREADABLE),
        ("²", Skip.UNREADABLE),
        ("٥٠٠", Skip.UNREADABLE),
        ("9" * 14, Skip.UNREADABLE),
        ("50.001 lima", Skip.UNREADABLE),
    ],
)
def test_amounts_that_are_no_whole_rupiah_are_left_out_and_counted(written, reason):
    text = f"21/11/2026;x;1000;y\n21/11/2026;x;{written};y\n"
    reading = moves(text, Columns(0, (1,), 2))
    assert len(reading.movements) == 1
    assert reading.skipped == {reason: 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("24/11/2026;x;1000;CR", Skip.FUTURE),
        ("21/11/2025;x;1000;CR", Skip.OLD),
        ("21/11/2026;x;1000;??", Skip.NO_SIDE),
        ("21/11/2026", Skip.NO_AMOUNT),
        ("Total;;9999;CR", Skip.NO_DAY),
    ],
)
def test_rows_that_say_no_movement_are_counted_with_their_reason(row, reason):
    reading = moves(f"21/11/2026;x;1000;K\n{row}\n", Columns(0, (1,), 2, side=3))
    assert len(reading.movements) == 1
    assert reading.skipped == {reason: 1}


def test_columns_that_fit_no_row_are_refused():
    with pytest.raises(bank_columns.NotTheseColumns):
        moves(BCA, Columns(day=1, text=(0,), amount=3))


def test_a_column_that_says_in_or_out_is_not_overlooked():
    with pytest.raises(bank_columns.SideMissing):
        moves(BCA, Columns(day=0, text=(1,), amount=3))
    signed = "21/11/2026;x;-1000;D\n21/11/2026;y;1000;K\n"
    assert len(moves(signed, Columns(0, (1,), 2)).movements) == 2


def test_columns_are_guessed_by_their_headings_and_by_what_they_hold():
    assert column_guess.guess(read(BCA)) == {"day": 0, "text": 1, "amount": 3, "side": 4}
    assert column_guess.guess(read(TWO_SIDES)) == {"day": 0, "text": 1, "out": 3, "into": 4}
    assert column_guess.guess(read("1;2;3\n")) == {}


def test_chosen_columns_are_kept_as_plain_values():
    assert Columns.from_json(BCA_COLUMNS.to_json()) == BCA_COLUMNS


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_spreadsheet_with_real_days_and_numbers():
    data = workbook(
        ["Tanggal", "Uraian", "Jumlah"],
        [datetime.fromisoformat("2026-11-21T09:05"), "SETOR", 50001.0],
        [date(2026, 11, 22), "  TARIK\n TUNAI ", -15000],
        [date(2026, 11, 22), "BUNGA", 234.567],
        [None, "Jumlah", 35001],
    )
    cells = bank_files.read(io.BytesIO(data))
    reading = bank_columns.movements(cells, Columns(0, (1,), 2), today=TODAY)
    assert reading.movements == [
        Movement(date(2026, 11, 21), 50_001, "SETOR", 0),
        Movement(date(2026, 11, 22), -15_000, "TARIK TUNAI", 0),
    ]
    assert reading.skipped == {Skip.NO_DAY: 2, Skip.FRACTION: 1}


def zipped(**parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def with_sheet(data: bytes, sheet: str) -> bytes:
    """The same workbook with another first sheet."""
    old, new = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as package:
        for part in old.namelist():
            is_sheet = part == "xl/worksheets/sheet1.xml"
            package.writestr(part, sheet if is_sheet else old.read(part))
    return new.getvalue()


def sheet(rows: str, prolog: str = "") -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{prolog}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
CELL = '<c r="A1" t="inlineStr"><is><t>&b;</t></is></c>'


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", bank_files.NotAStatement),
        (b"\0\0;\0\n", bank_files.NotAStatement),
        (b"%PDF-1.7 satu", bank_files.NotAStatement),
        (b"satu\ndua\n", bank_files.NotAStatement),
        (b"\xff\xfe\x00", bank_files.NotAStatement),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, bank_files.NotAStatement),
        (b'"' + b"x" * 200_000, bank_files.NotAStatement),
        (b"PK\x03\x04 broken", bank_files.NotAStatement),
        (zipped(**{"a.txt": "no workbook"}), bank_files.NotAStatement),
        (zipped(**{"xl/worksheets/sheet1.xml": b"0" * 25_000_000}), bank_files.TooBig),
        (zipped(**{f"{n}.xml": b"" for n in range(300)}), bank_files.TooBig),
        (b"21/11/2026;x;1\n" * 5_001, bank_files.TooBig),
        (b"x;" * 25_000_000, bank_files.TooBig),
        (
            with_sheet(workbook([1, 2]), sheet('<row r="1048576"><c r="A1048576"/></row>')),
            bank_files.TooBig,
        ),
        (
            with_sheet(workbook([1, 2]), sheet(f'<row r="1">{CELL}</row>', LAUGHS)),
            bank_files.NotAStatement,
        ),
    ],
    ids=lambda value: None if isinstance(value, type) else "file",
)
def test_hostile_files_are_refused_in_words(data, refusal):
    with pytest.raises(refusal) as raised:
        bank_files.read(io.BytesIO(data))
    assert str(raised.value)


def test_a_row_as_wide_as_a_sheet_can_be_is_cut():
    data = with_sheet(workbook([1, 2]), sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'))
    with pytest.raises(bank_files.NotAStatement):
        bank_files.read(io.BytesIO(data))


def test_formulas_and_what_cannot_be_seen_are_only_text():
    cells = read('21/11/2026;"=HYPERLINK(""x"")\u202e\x07 ada";1000\n')
    assert cells == [["21/11/2026", '=HYPERLINK("x") ada', "1000"]]
