import pytest
from django.utils import translation

from catalogue.models import Product
from catalogue.prices import UnitPrice, unit_prices
from catalogue.units import amount_text, content_text, unit_label


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


def pieces(count, unit="tray", piece="butir") -> Product:
    return Product(
        unit=unit, net_amount=count, net_measure="pcs", piece_count=count, piece_unit=piece
    )


def test_packs_of_grams_compare_per_kilogram():
    crate = Product(unit="peti", net_amount=10_000, net_measure="g")

    assert unit_prices(crate, 268_000) == [UnitPrice(26_800, "kg")]


def test_bottles_compare_per_litre():
    bottle = Product(unit="botol", net_amount=250, net_measure="ml")

    assert unit_prices(bottle, 12_000) == [UnitPrice(48_000, "liter")]


def test_exact_pieces_compare_per_piece():
    assert unit_prices(pieces(30), 53_000) == [UnitPrice(1_767, "butir")]


def test_a_pack_with_pieces_and_weight_has_both_prices():
    box = Product(unit="pak", net_amount=480, piece_count=6, piece_unit="buah")

    assert unit_prices(box, 24_000) == [UnitPrice(4_000, "buah"), UnitPrice(50_000, "kg")]


def test_halves_of_a_rupiah_round_up():
    assert unit_prices(pieces(2), 25_001) == [UnitPrice(12_501, "butir")]


@pytest.mark.parametrize(
    "product",
    [
        Product(unit="kg", net_amount=1_000, net_measure="g", content_note="15-17 butir"),
        Product(unit="liter", net_amount=1_000, net_measure="ml"),
        Product(unit="ekor"),
        Product(unit="butir", net_amount=1, net_measure="pcs", piece_count=1),
    ],
)
def test_a_price_that_the_unit_says_already_is_left_out(product):
    assert unit_prices(product, 28_000) == []


def test_a_kilogram_sold_as_a_pack_still_says_its_price_per_kilogram():
    pack = Product(unit="pak", net_amount=1_000, net_measure="g")

    assert unit_prices(pack, 22_000) == [UnitPrice(22_000, "kg")]


def test_units_are_said_in_the_readers_language():
    with translation.override("en"):
        assert [unit_label(unit) for unit in ("ekor", "kg", "gobok")] == ["animal", "kg", "gobok"]
        assert unit_prices(pieces(30), 53_000) == [UnitPrice(1_767, "piece")]
    assert unit_label("ekor") == "ekor"


@pytest.mark.parametrize(
    ("amount", "measure", "text"),
    [
        (250, "g", "250 g"),
        (1_500, "g", "1,5 kg"),
        (1_000, "ml", "1 liter"),
        (2_050, "g", "2,05 kg"),
    ],
)
def test_amounts_read_as_people_say_them(amount, measure, text):
    assert amount_text(amount, measure) == text


def test_content_says_what_the_unit_does_not():
    assert content_text(Product(unit="karung", net_amount=5_000)) == "5 kg"
    assert content_text(Product(unit="kg", net_amount=1_000, content_note="15-17 butir")) == (
        "15-17 butir"
    )
    assert content_text(Product(unit="pak", net_amount=250, content_note="6 buah")) == (
        "250 g, 6 buah"
    )
    assert content_text(Product(unit="ekor")) == ""
