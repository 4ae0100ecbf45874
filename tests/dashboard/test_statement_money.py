"""Staff upload a bank's statement, look at what it would do, take it over, and tap its rows."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shop.payment.models import Receipt, StatementFile, StatementRow
from tests.payment.money import transfer_order

pytestmark = pytest.mark.django_db
LIST = "/dashboard/mutasi/"
CHOICE = {"day": 0, "text": [1], "amount": 2, "side": "", "out": "", "into": ""}


def text_of(page) -> str:
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())


def csv(*rows) -> SimpleUploadedFile:
    day = timezone.localdate().isoformat()
    lines = "\n".join(f"{day};{text};{amount}" for text, amount in rows)
    return SimpleUploadedFile("mutasi.csv", f"Tanggal;Keterangan;Jumlah\n{lines}\n".encode())


def taken_over(browser, account, *rows) -> str:
    """Upload, choose columns, take over; returns what the last page says."""
    page = browser.post(f"{LIST}unggah/", {"account": account.pk, "file": csv(*rows)})
    if StatementFile.objects.first().columns is None:
        browser.post(f"{page.url}kolom/", CHOICE)
    return text_of(browser.post(f"{page.url}simpan/", follow=True))


def test_from_the_file_to_the_paid_order(sign_in):
    browser, payment = sign_in("maker"), transfer_order()
    rows = ("TRSF SARI", payment.total), ("BIAYA ADM", -1_500)

    columns = browser.post(
        f"{LIST}unggah/", {"account": payment.account.pk, "file": csv(*rows)}, follow=True
    )
    assert "Pilih kolom" in text_of(columns)
    assert 'value="2" selected' in columns.content.decode()
    draft = StatementFile.objects.get()
    seen = browser.post(f"{LIST}{draft.pk}/kolom/", CHOICE, follow=True)
    assert "2 baris baru" in text_of(seen)
    assert f"Melunasi pesanan {payment.order.number}" in text_of(seen)
    assert not StatementRow.objects.exists()
    done = browser.post(f"{LIST}{draft.pk}/simpan/", follow=True)

    assert "2 baris baru, 0 sudah ada. Pesanan yang lunas: 1." in text_of(done)
    payment.order.refresh_from_db()
    assert payment.order.status == "confirmed"
    again = taken_over(browser, payment.account, *rows)
    assert "0 baris baru, 2 sudah ada. Pesanan yang lunas: 0." in again
    assert Receipt.objects.count() == 1


def test_rows_are_settled_in_one_tap(sign_in):
    browser, payment = sign_in("maker"), transfer_order()
    page = taken_over(
        browser, payment.account, ("TRSF", payment.due), ("SIAPA", 12_345), ("ADM", -500)
    )
    assert f"Untuk pesanan {payment.order.number}" in page
    paying, unknown, fee = StatementRow.objects.all()

    browser.post(f"{LIST}baris/{paying.pk}/bayar/", {"payment": payment.pk})
    browser.post(f"{LIST}baris/{unknown.pk}/simpan/")
    browser.post(f"{LIST}baris/{fee.pk}/biarkan/", {"reason": "Biaya bank"})

    assert list(StatementRow.objects.values_list("state", flat=True)) == [
        "booked",
        "booked",
        "left",
    ]
    payment.refresh_from_db()
    assert payment.state == "captured"
    assert "Tidak ada baris yang menunggu." in text_of(browser.get(LIST))
    again = browser.post(f"{LIST}baris/{fee.pk}/biarkan/", follow=True)
    assert "sudah diurus orang lain" in text_of(again)


@pytest.mark.parametrize("number", ["", "1111-2222", "x", "9" * 30])
def test_a_row_is_put_to_no_order_that_is_not_there(sign_in, number):
    browser, payment = sign_in("maker"), transfer_order()
    taken_over(browser, payment.account, ("TRSF", 12_345))
    row = StatementRow.objects.get()
    page = browser.post(f"{LIST}baris/{row.pk}/bayar/", {"number": number}, follow=True)
    assert "Tidak ada pembayaran ke rekening ini" in text_of(page)
    row.refresh_from_db()
    assert row.state == "new"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7", "tidak bisa dibaca"),
        ("a.csv", b"", "kosong"),
        ("a.csv", b"x;y\n" * 6_000, "terlalu besar"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(sign_in, name, data, said):
    payment = transfer_order()
    page = sign_in("maker").post(
        f"{LIST}unggah/", {"account": payment.account.pk, "file": SimpleUploadedFile(name, data)}
    )
    assert page.status_code == 422
    assert said in text_of(page)
    assert not StatementFile.objects.exists()


@pytest.mark.parametrize(
    "choice",
    [
        {"day": 1},
        {"amount": ""},
        {"out": 2, "into": 2},
        {"text": []},
        {"day": 99},
        {"amount": "x"},
    ],
)
def test_columns_that_make_no_sense_are_refused_and_kept(sign_in, choice):
    browser, payment = sign_in("maker"), transfer_order()
    browser.post(f"{LIST}unggah/", {"account": payment.account.pk, "file": csv(("A", 1_000))})
    draft = StatementFile.objects.get()
    page = browser.post(f"{LIST}{draft.pk}/kolom/", {**CHOICE, **choice})
    assert page.status_code == 422
    assert "Ada 1 hal yang perlu dibetulkan." in text_of(page)
    draft.refresh_from_db()
    assert draft.columns is None


def test_an_upload_is_dropped(sign_in):
    browser, payment = sign_in("maker"), transfer_order()
    browser.post(f"{LIST}unggah/", {"account": payment.account.pk, "file": csv(("A", 1_000))})
    browser.post(f"{LIST}{StatementFile.objects.get().pk}/buang/")
    assert not StatementFile.objects.exists()


def test_who_releases_money_reads_rows_and_books_none(sign_in):
    payment = transfer_order()
    taken_over(sign_in("maker"), payment.account, ("TRSF", 12_345))
    row = StatementRow.objects.get()
    browser = sign_in("releaser")
    assert "TRSF" in text_of(browser.get(LIST))
    for step in ("bayar", "simpan", "biarkan"):
        assert browser.post(f"{LIST}baris/{row.pk}/{step}/").status_code == 403
    assert browser.post(f"{LIST}unggah/").status_code == 403
    assert browser.post(f"{LIST}baris/{row.pk}/lain/").status_code == 404


def test_the_list_asks_no_more_for_many_rows(sign_in, django_assert_num_queries):
    browser, payment = sign_in("maker"), transfer_order()
    taken_over(browser, payment.account, *[("TRSF", 12_000 + n) for n in range(3)])
    browser.get(LIST)
    with django_assert_num_queries(QUERIES):
        browser.get(LIST)
    taken_over(browser, payment.account, *[("TRSF", 15_000 + n) for n in range(15)])
    browser.get(LIST)
    with django_assert_num_queries(QUERIES):
        browser.get(LIST)


QUERIES = 14
