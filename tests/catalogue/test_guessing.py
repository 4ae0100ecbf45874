"""The category that a product's name speaks of."""

import pytest

from catalogue.guessing import guess_category
from catalogue.taxonomy import load_taxonomy
from shop.people.actors import SYSTEM

pytestmark = pytest.mark.django_db


NAMES = [
    ("Telur ayam kampung isi 10", "telur-kampung"),
    ("Telur segar 1 kg", "telur-ayam"),
    ("Telur asin bebek", "telur-asin"),
    ("Telur bebek asin isi 6", "telur-asin"),
    ("Telur bebek isi 6", "telur-bebek"),
    ("Keripik pisang coklat", "keripik"),
    ("Kripik tempe", "keripik"),
    ("Pisang raja", "pisang"),
    ("Kopi bubuk robusta", "kopi-bubuk"),
    ("Susu kambing etawa", "susu-segar"),
    ("Kambing etawa jantan", "kambing-domba"),
    ("Daging kambing", "daging-kambing"),
    ("Daging bebek ungkep", "daging-ayam"),
    ("Bibit durian musang king", "bibit-buah"),
    ("KOI KOHAKU 25 cm", "koi"),
    ("Gula merah kelapa", "gula-kelapa"),
    ("Lombok rawit merah", "cabai-rawit"),
    ("Ikan nila hidup", "nila"),
    ("Ikan koi", "koi"),
    ("Ikan asin", "olahan-ikan"),
    ("Abon ikan", "olahan-ikan"),
    ("Cupang halfmoon", "ikan-hias-lain"),
    ("Bayam segar", "sayur-daun"),
    ("Tempe", "tahu-tempe"),
]


def test_a_name_leads_to_its_category():
    load_taxonomy(by=SYSTEM)
    assert [(title, guess_category(title).slug) for title, _slug in NAMES] == NAMES


def test_a_name_that_says_nothing_leads_nowhere():
    load_taxonomy(by=SYSTEM)
    assert [guess_category(title) for title in ("", "123", "Sepatu lari", "Promo murah")] == [
        None
    ] * 4


def test_between_equals_the_stalls_sector_decides():
    load_taxonomy(by=SYSTEM)
    assert guess_category("Coklat").sector == "pertanian"
    assert guess_category("Coklat", sector="olahan").slug == "cokelat"
