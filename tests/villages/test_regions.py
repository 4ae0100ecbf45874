import pytest

from shop.history.models import Event
from shop.people.actors import SYSTEM
from shop.villages.assigning import WrongLevel, set_pilot
from shop.villages.distance import distance_km
from shop.villages.models import Region


def test_a_village_is_found_by_its_address_in_one_query(blitar, django_assert_num_queries):
    with django_assert_num_queries(1):
        village = Region.objects.by_path("blitar", "garum", "bence")
        assert village.label == "Bence, Garum"
        assert village.path == "blitar/garum/bence"


@pytest.mark.parametrize(
    "path",
    [
        ("blitar", "garum", "suruhwadang"),
        ("kota-blitar", "garum", "bence"),
        ("blitar", "bence", "garum"),
    ],
)
def test_an_unknown_address_is_no_village(blitar, path):
    with pytest.raises(Region.DoesNotExist):
        Region.objects.by_path(*path)


def test_names_that_repeat_are_told_apart_by_the_district(blitar):
    codes = {village.code for village in Region.objects.villages().filter(name="Sumberjo")}

    assert Region.objects.by_path("blitar", "kademangan", "sumberjo").code in codes
    assert len(codes) == 3


def test_distance_between_two_villages(blitar):
    suruhwadang = Region.objects.get(code="35.05.04.2007")
    bence = Region.objects.by_path("blitar", "garum", "bence")

    assert distance_km(suruhwadang, bence) == pytest.approx(distance_km(bence, suruhwadang))
    assert distance_km(suruhwadang, suruhwadang) == 0
    assert 5 < distance_km(suruhwadang, bence) < 40


def test_one_degree_on_a_meridian_is_111_kilometres():
    south = Region(latitude=-8.0, longitude=112.0)
    north = Region(latitude=-7.0, longitude=112.0)

    assert distance_km(south, north) == pytest.approx(111.195, abs=0.001)


def test_no_point_means_no_distance(blitar):
    assert distance_km(blitar, Region.objects.get(code="35.05.04.2007")) is None


def test_bounds_hold_every_point(blitar):
    south, west, north, east = Region.objects.of_regency(blitar).bounds()

    assert (south, west, north, east) == (-8.33668, 111.96394, -7.95206, 112.45465)
    assert Region.objects.filter(level=Region.Level.PROVINCE).bounds() is None


def test_staff_mark_a_pilot_village_once(blitar):
    village = Region.objects.get(code="35.05.04.2007")

    assert set_pilot(village, is_pilot=True, by=SYSTEM)
    assert not set_pilot(village, is_pilot=True, by=SYSTEM)

    assert list(Region.objects.pilots()) == [village]
    assert Event.objects.filter(verb="village.pilot").count() == 1


def test_a_district_is_no_pilot_village(blitar):
    with pytest.raises(WrongLevel):
        set_pilot(Region.objects.get(code="35.05.04"), is_pilot=True, by=SYSTEM)

    assert not Region.objects.filter(is_pilot=True).exists()
