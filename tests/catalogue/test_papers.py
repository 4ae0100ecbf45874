from catalogue.models import Product
from catalogue.papers import for_listing


def states(**fields) -> dict[str, str]:
    return {paper.name: paper.state for paper in for_listing(Product(**fields))}


def test_packed_food_needs_pirt_and_halal():
    assert states(pirt="ya", halal="wajib") == {"P-IRT": "missing", "Halal": "missing"}


def test_natural_goods_need_no_halal_certificate():
    assert states(halal="dikecualikan") == {"Halal": "not_needed"}


def test_food_that_pirt_can_not_cover_needs_another_licence():
    assert states(pirt="tidak-bisa", halal="wajib") == {"BPOM/NKV": "missing", "Halal": "missing"}


def test_fresh_ready_food_needs_no_pirt():
    assert states(pirt="bebas") == {"P-IRT": "not_needed"}


def test_live_animals_travel_with_a_health_certificate():
    assert states(is_live=True) == {"SKKH": "missing"}


def test_crafts_need_no_paper():
    assert states() == {}
