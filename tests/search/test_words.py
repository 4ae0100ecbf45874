import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import LONGEST_WORD, analyse, stem


def stems(text: str) -> str:
    return " ".join(term.stem for term in analyse(text))


def words(text: str) -> str:
    return " ".join(term.word for term in analyse(text))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("KOPI Bubuk", "kopi bubuk"),
        ("éclair", "eclair"),
        ("ﬁsh Ｋｏｐｉ", "fish kopi"),
        ("ma'rang", "marang"),
        ("kopi\u200b\u00adbubuk", "kopibubuk"),
        ("telur, ayam; (segar)!", "telur ayam segar"),
        ("250 g/1 kg", "250 g 1 kg"),
        ("buka-tutup", "buka tutup"),
        ("  \t\n ", ""),
        ("---", ""),
    ],
)
def test_writing_is_folded(written, read):
    assert words(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("djagoeng", "jagung"),
        ("tjabe", "cabe"),
        ("panjang", "panjang"),
        ("tempeee", "tempe"),
        ("manggga", "mangga"),
        ("ayamm", "ayam"),
        ("mangga", "mangga"),
        ("diiris", "diiris"),
        ("1000", "1000"),
        ("egg", "egg"),
    ],
)
def test_spelling_is_folded_where_the_word_is_not_known(written, read):
    assert words(written) == read


@pytest.mark.parametrize(
    ("written", "root"),
    [
        ("sayuran", "sayur"),
        ("telurnya", "telur"),
        ("peternakan", "ternak"),
        ("pemupukan", "pupuk"),
        ("pertanian", "tani"),
        ("bertani", "tani"),
        ("indukan", "induk"),
        ("berlapis", "lapis"),
        ("dipesan", "pesan"),
        ("dibekukan", "beku"),
        ("pembelian", "beli"),
        ("pengrajin", "rajin"),
        ("kerajinan", "rajin"),
        ("airnya", "air"),
    ],
)
def test_inflected_words_have_their_root(written, root):
    assert stem(written) == root


@pytest.mark.parametrize(
    "word", ["pelem", "lemi", "kates", "tempe", "kopi", "kepok", "menyok", "biri", "tani", "jahe"]
)
def test_javanese_and_short_words_are_not_stemmed(word):
    assert stem(word) == word


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sayur-sayuran segar", "sayur segar"),
        ("sayur2an", "sayur"),
        ("sayur sayuran", "sayur"),
        ("kacang-kacangan", "kacang"),
        ("oleh-oleh blitar", "oleh blitar"),
        ("oleh2", "oleh"),
        ("sayur-mayur", "sayur mayur"),
        ("12 12", "12 12"),
        ("jahe merah jahe merah", "jahe merah jahe merah"),
    ],
)
def test_reduplications_are_one_word(written, read):
    assert stems(written) == read


def test_stop_words_say_nothing():
    assert words("telur dari kandang untuk Anda dan keluarga") == "telur kandang anda keluarga"
    assert words("dibuat oleh ibu") == "dibuat ibu"


@given(st.text(max_size=400))
def test_any_text_gives_short_plain_terms(text):
    for term in analyse(text):
        assert 0 < len(term.word) <= LONGEST_WORD * 3
        assert '"' not in term.word
        assert term.stem
