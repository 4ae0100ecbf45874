import pytest

from shop.storefront.demo.sale_units import sale_unit


@pytest.mark.parametrize(
    ("unit", "content", "net"),
    [
        ("peti", "10 kg", (10_000, "g")),
        ("pak", "250 gram", (250, "g")),
        ("botol", "500 ml", (500, "ml")),
        ("liter", "1 liter", (1_000, "ml")),
        ("kg", "1 kg", (1_000, "g")),
    ],
)
def test_a_content_by_weight_or_volume_is_net(unit, content, net):
    assert sale_unit(unit=unit, content=content) == {"net_amount": net[0], "net_measure": net[1]}


@pytest.mark.parametrize("content", ["15-17 butir", "8 ekor", "10 tangkep"])
def test_a_kilogram_holds_a_kilogram_and_its_pieces_are_only_said(content):
    assert sale_unit(unit="kg", content=content) == {
        "net_amount": 1_000,
        "net_measure": "g",
        "content_note": content,
    }


def test_exact_pieces_are_counted():
    assert sale_unit(unit="tray", content="30 butir") == {
        "net_amount": 30,
        "net_measure": "pcs",
        "piece_count": 30,
        "piece_unit": "butir",
        "content_note": "30 butir",
    }


@pytest.mark.parametrize(("unit", "content"), [("ekor", "1 ekor"), ("ikat", "1 ikat")])
def test_one_of_itself_says_nothing(unit, content):
    assert sale_unit(unit=unit, content=content) == {}


@pytest.mark.parametrize(
    ("unit", "content"),
    [("sisir", "12-15 buah"), ("lembar", "2 meter"), ("pak", "1 ekor potong 4")],
)
def test_what_is_no_amount_is_only_said(unit, content):
    assert sale_unit(unit=unit, content=content) == {"content_note": content}
