import pytest

from scripts.check_translations import strings_of
from scripts.glossary import broken_terms
from scripts.template_words import words_outside_translation


@pytest.fixture
def template(tmp_path):
    """Write a template and read the words it shows untranslated."""

    def words(source: str) -> list[str]:
        path = tmp_path / "page.html"
        path.write_text(source)
        return [line.split(": ")[-1] for line in words_outside_translation(path, name="page")]

    return words


@pytest.mark.parametrize(
    "source",
    [
        '<h1>{% translate "Basket" %}</h1>',
        "<p>{% blocktranslate %}Your basket{% endblocktranslate %}</p>",
        "{# a note #}{% comment %}another note{% endcomment %}<b>{{ seller.name }}</b>",
        '<a lang="en">English</a>',
        "<style>body{color:red}</style>",
        '{% block body %}class="bar-on"{% endblock %}',
        '<a href="https://wa.me/6285311111010">WhatsApp 0853-1111-1010</a>',
    ],
)
def test_translated_words_and_names_pass(template, source):
    assert template(source) == []


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("<h1>Keranjang</h1>", "'Keranjang'"),
        ('<img alt="Telur">', "'Telur'"),
        ('<a lang="en">English</a> <p>Bahasa</p>', "'Bahasa'"),
        ("{% if a %}Habis{% endif %}", "'Habis'"),
    ],
)
def test_words_outside_translation_are_found(template, source, word):
    assert template(source) == [word]


def test_strings_of_python_and_templates_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.check_translations.ROOT", tmp_path)
    module, page = tmp_path / "forms.py", tmp_path / "page.html"
    module.write_text('a = _("Basket")\nb = ngettext("%d item", "%d items", n)\n')
    page.write_text(
        '<p>\n   {% translate "Order" context "noun" %}\n'
        "{% blocktranslate trimmed %}\n Pay\n before {{ when }}\n{% endblocktranslate %}</p>"
    )
    assert [key for key, _place in strings_of(module)] == [(None, "Basket"), (None, "%d item")]
    assert [key for key, _place in strings_of(page)] == [
        ("noun", "Order"),
        (None, "Pay before %(when)s"),
    ]


@pytest.mark.parametrize(
    ("english", "indonesian"),
    [
        ("Basket", "Keranjang"),
        ("Your basket is empty.", "Keranjang Anda kosong."),
        ("Sign in", "Masuk"),
        ("No sellers yet", "Belum ada penjual"),
    ],
)
def test_words_of_the_glossary_pass(english, indonesian):
    assert list(broken_terms(english, indonesian)) == []


@pytest.mark.parametrize(
    ("english", "indonesian"),
    [
        ("Basket", "Troli"),
        ("Your basket is empty.", "Troli Anda kosong."),
        ("Sign in", "Log in"),
        ("No sellers yet", "Belum ada mitra"),
    ],
)
def test_words_off_the_glossary_are_found(english, indonesian):
    assert list(broken_terms(english, indonesian))
