"""Our papers lose no letter and no row, however long they are."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from shop.payment.papers.letters import printable
from shop.payment.papers.pdf import Paper


def text_of(paper: Paper) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(paper.to_bytes())).pages]


def test_letters_our_fonts_have_stay():
    assert printable("Ñurul Ḥikmah – “Kopi” ₫ Дмитрий\nBaris dua") == (
        "Ñurul Ḥikmah – “Kopi” ₫ Дмитрий\nBaris dua"
    )


def test_other_letters_are_spelled():
    assert printable("王小明") == "WangXiaoMing"
    assert printable("a\x00b\tc") == "a b c"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"])))
def test_no_visible_letter_is_left_out(words):
    assert len(printable(words)) >= len(words)


def test_every_row_and_fact_is_there_on_whatever_page():
    paper = Paper("Laporan", subtitle="November").facts(
        (f"Label {n}", f"Nilai-{n}\nBaris-{n}") for n in range(80)
    )
    paper.table(("Nama", "Rp"), [(f"Baris-tabel-{n}", n) for n in range(150)], widths=(3, 1))
    pages = text_of(paper.total("Jumlah", "Rp1.000"))
    said = "\n".join(pages)
    assert len(pages) > 4
    assert all(f"Nilai-{n}\n" in said for n in range(80))
    assert all(f"Baris-tabel-{n}" in said for n in range(150))
    assert f"Halaman {len(pages)} dari {len(pages)}" in pages[-1]
    assert "Rp1.000" in pages[-1]
