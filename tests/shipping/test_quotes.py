from datetime import date

import pytest
from django.utils import translation

from shop.partner.models import Partner, StockRecord
from shop.shipping.models import ArrangementZone, CourierBand, ParcelTariff, PartnerDelivery
from shop.shipping.quotes import Destination, Parcel, destination_for, load_reach, quote, why_not
from tests import factories

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
SURABAYA = Destination("35.78.05.1001", "Genteng", "Genteng", "Kota Surabaya", "Jawa Timur")
ALL = ("pickup", "village_courier", "parcel", "arrangement")
EVERYWHERE = {
    "allows_pickup": True,
    "allows_village_courier": True,
    "allows_parcel": True,
    "allows_arrangement": True,
}


@pytest.fixture
def tariffs():
    CourierBand.objects.create(max_km=3, fee=5_000, days=0)
    CourierBand.objects.create(max_km=8, fee=8_000, days=1)
    for service, origin, destination, first, following, days in [
        ("regular", "", "", 40_000, 35_000, (5, 9)),
        ("regular", "35", "35", 12_000, 9_000, (2, 4)),
        ("regular", "35.05", "35.78", 10_000, 7_000, (1, 2)),
        ("express", "35", "35", 20_000, 15_000, (1, 1)),
    ]:
        ParcelTariff.objects.create(
            courier="JNX",
            service=service,
            origin=origin,
            destination=destination,
            first_kg=first,
            next_kg=following,
            max_grams=20_000,
            days_min=days[0],
            days_max=days[1],
        )


def neighbour(km: float) -> Destination:
    """A village that many kilometres north of Suruhwadang."""
    return Destination(
        "35.05.04.2001",
        "Dawuhan",
        "Kademangan",
        "Kab",
        "Jatim",
        "",
        -8.1769 + km / 111.195,
        112.1089,
    )


def asked(product, quantity=1, destination=SURABAYA, **options):
    owner = product.stockrecords.get().partner
    found = quote(owner, [Parcel(product, quantity)], destination, on=MONDAY, **options)
    return [
        (o.method, o.service, o.fee_own, o.fee_courier, o.days_from.day, o.days_to.day)
        for o in found
    ]


def test_without_destination_only_pickup_is_answered(tariffs):
    egg = factories.listing(factories.partner(methods=ALL), **EVERYWHERE)

    assert asked(egg, destination=None) == [("pickup", "", 0, 0, 23, 23)]


def test_the_village_courier_goes_by_distance_and_band(tariffs):
    egg = factories.listing(factories.partner(methods=["village_courier"]))

    assert asked(egg, destination=neighbour(2)) == [("village_courier", "", 5_000, 0, 23, 23)]
    assert asked(egg, destination=neighbour(7)) == [("village_courier", "", 8_000, 0, 24, 24)]
    assert asked(egg, destination=neighbour(9)) == []
    assert asked(egg, destination=SURABAYA) == []


def test_the_village_courier_stays_within_the_stalls_radius(tariffs):
    egg = factories.listing(factories.partner(methods=["village_courier"]))
    PartnerDelivery.objects.update(radius_km=6)

    assert asked(egg, destination=neighbour(7)) == []


def test_a_parcel_costs_per_started_kilogram_by_the_closest_zone(tariffs):
    chips = factories.listing(
        factories.partner(methods=["parcel"]), allows_parcel=True, gross_grams=500
    )

    assert asked(chips, 2) == [
        ("parcel", "regular", 0, 10_000, 24, 25),
        ("parcel", "express", 0, 20_000, 24, 24),
    ]
    assert asked(chips, 5) == [
        ("parcel", "regular", 0, 24_000, 24, 25),
        ("parcel", "express", 0, 50_000, 24, 24),
    ]


def test_a_zone_is_a_whole_code_not_its_first_digits(tariffs):
    chips = factories.listing(factories.partner(methods=["parcel"]), allows_parcel=True)
    ParcelTariff.objects.filter(origin="35.05").update(origin="35.0")

    assert asked(chips)[0] == ("parcel", "regular", 0, 12_000, 25, 27)


def test_a_parcel_may_weigh_as_much_as_the_courier_takes(tariffs):
    rice = factories.listing(
        factories.partner(methods=["parcel"]), allows_parcel=True, gross_grams=10_000
    )
    owner = rice.stockrecords.get().partner

    assert len(asked(rice, 2)) == 2
    assert asked(rice, 3) == []
    with translation.override("en"):
        assert why_not(owner, [Parcel(rice, 3)], SURABAYA) == (
            "Too heavy for a parcel courier: 30 kg."
        )


def test_fragile_goods_travel_express_only(tariffs):
    eggs = factories.listing(
        factories.partner(methods=["parcel"]), allows_parcel=True, is_fragile=True
    )

    assert [service for _method, service, *_rest in asked(eggs)] == ["express"]


def test_express_goods_travel_express_only(tariffs):
    tempe = factories.listing(
        factories.partner(methods=["parcel"]), allows_parcel=True, express_only=True
    )

    assert [service for _method, service, *_rest in asked(tempe)] == ["express"]


def test_goods_that_would_spoil_on_the_way_are_not_sent(tariffs):
    tofu = factories.listing(
        factories.partner(methods=["parcel"]),
        allows_parcel=True,
        is_perishable=True,
        shelf_life_days=1,
    )

    assert [service for _method, service, *_rest in asked(tofu)] == ["express"]


def test_live_goods_never_go_as_a_parcel(tariffs):
    koi = factories.listing(factories.partner(methods=ALL), is_live=True, **EVERYWHERE)

    assert "parcel" not in [method for method, *_rest in asked(koi)]


def test_arrangement_takes_the_stalls_closest_zone(tariffs):
    owner = factories.partner(methods=["arrangement"])
    goat = factories.listing(owner, is_live=True, allows_arrangement=True)
    for zone, fee in [("", 900_000), ("35", 300_000), ("35.05", 100_000)]:
        ArrangementZone.objects.create(partner=owner, destination=zone, carrier="Pickup", fee=fee)

    assert asked(goat) == [("arrangement", "Pickup", 300_000, 0, 24, 26)]


def test_all_goods_of_a_part_must_allow_the_way(tariffs):
    owner = factories.partner(methods=["village_courier", "parcel"])
    near = factories.listing(owner, allows_village_courier=True, allows_parcel=False)
    far = factories.listing(owner, allows_village_courier=False, allows_parcel=True)
    both = [Parcel(near), Parcel(far)]

    assert quote(owner, both, neighbour(2)) == []
    with translation.override("en"):
        assert why_not(owner, both, neighbour(2)) == (
            "These goods can't travel together. Order them one after the other."
        )


def test_preparing_and_preorder_move_the_promised_day(tariffs):
    owner = factories.partner(methods=["village_courier"])
    PartnerDelivery.objects.update(handling_days=1)
    cake = factories.listing(owner, is_preorder=True, preorder_days=3)

    assert asked(cake, destination=neighbour(7)) == [("village_courier", "", 8_000, 0, 28, 28)]


def test_the_cheapest_comes_first(tariffs):
    owner = factories.partner(methods=ALL)
    ArrangementZone.objects.create(partner=owner, destination="", carrier="Bus", fee=15_000)
    chips = factories.listing(owner, **EVERYWHERE)

    assert [method for method, *_rest in asked(chips)] == [
        "pickup",
        "parcel",
        "arrangement",
        "parcel",
    ]


def test_a_page_of_any_length_costs_three_queries(tariffs, django_assert_num_queries):
    for owner in [factories.partner(methods=ALL) for _number in range(6)]:
        for _number in range(5):
            factories.listing(owner, **EVERYWHERE)
    owners = list(Partner.objects.select_related("village__parent"))
    goods = list(StockRecord.objects.select_related("product", "partner__village__parent"))

    with django_assert_num_queries(3):
        reach = load_reach(owners, SURABAYA)
        found = [reach.for_listing(record.product, record.partner) for record in goods]

    assert [len(options) for options in found] == [3] * 30


def test_a_destination_of_ours_brings_its_coordinates():
    village = factories.village()

    found = destination_for("35.05.04.2007")

    assert (found.region_id, found.latitude, found.label) == (
        village.pk,
        -8.1769,
        "Suruhwadang, Kademangan",
    )
    assert found.prefixes == ["35.05.04.2007", "35.05.04", "35.05", "35", ""]


@pytest.mark.parametrize("code", ["", "x", "35.05", "99.99.99.9999", "35.05.04.2007.1", "'"])
def test_an_unknown_destination_is_none(code, settings, tmp_path):
    settings.PLACES_INDEX = tmp_path / "missing.sqlite3"

    assert destination_for(code) is None


LIVE = {"is_live": True, "allows_arrangement": True, "allows_parcel": False}


@pytest.mark.parametrize(
    ("dispatch_days", "arrives"),
    [(0, 24), (127, 24), (0b0000001, 24), (0b0000010, 25), (0b1000000, 30)],
)
def test_live_goods_leave_on_their_days_of_dispatch(tariffs, dispatch_days, arrives):
    fish = factories.listing(factories.partner(), dispatch_days=dispatch_days, **LIVE)

    assert asked(fish, destination=neighbour(5)) == [
        ("pickup", "", 0, 0, 23, 23),
        ("village_courier", "", 8_000, 0, arrives, arrives),
    ]


def test_live_goods_without_a_common_day_do_not_travel_together(tariffs):
    owner = factories.partner(methods=("village_courier",))
    loads = [
        Parcel(factories.listing(owner, dispatch_days=days, allows_pickup=False, **LIVE))
        for days in (0b0000001, 0b0000010)
    ]

    assert quote(owner, loads, neighbour(5), on=MONDAY) == []
    with translation.override("en"):
        assert why_not(owner, loads, neighbour(5)) == (
            "These goods can't travel together. Order them one after the other."
        )
    assert len(quote(owner, loads[:1], neighbour(5), on=MONDAY)) == 1


@pytest.mark.parametrize(("goods", "fee"), [(0, 8_000), (99_999, 8_000), (100_000, 0)])
def test_the_village_courier_is_free_from_an_amount(tariffs, goods, fee):
    owner = factories.partner(methods=("parcel",))
    PartnerDelivery.objects.create(partner=owner, method="village_courier", free_above=100_000)
    egg = factories.listing(owner, **EVERYWHERE)

    found = asked(egg, destination=neighbour(5), goods=goods)

    assert ("village_courier", "", fee, 0, 24, 24) in found
    assert {courier for method, _s, _own, courier, *_days in found if method == "parcel"} == {
        12_000,
        20_000,
    }


def test_the_zone_of_the_longest_prefix_wins(tariffs):
    owner = factories.partner(methods=("arrangement",))
    for destination, fee in [("", 90_000), ("35.78", 50_000), ("35", 70_000), ("35.05", 10_000)]:
        ArrangementZone.objects.create(
            partner=owner, destination=destination, carrier="Bus", fee=fee
        )
    chick = factories.listing(owner, **EVERYWHERE)

    assert asked(chick) == [("arrangement", "Bus", 50_000, 0, 24, 26)]


@pytest.mark.parametrize(
    ("hours", "days", "is_offered"),
    [(None, 9, True), (24, 1, True), (23, 1, False), (1, 0, True), (48, 2, True), (47, 2, False)],
)
def test_live_goods_go_no_way_that_may_take_longer_than_they_endure(hours, days, is_offered):
    owner = factories.partner(methods=["arrangement"])
    fish = factories.listing(owner, endures_hours=hours, **LIVE)
    ArrangementZone.objects.create(
        partner=owner, carrier="Bus malam", fee=45_000, days_min=0, days_max=days
    )

    assert bool(asked(fish)) is is_offered


def test_why_live_goods_do_not_travel_that_far_is_said():
    owner = factories.partner(methods=["arrangement", "pickup"])
    fish = factories.listing(owner, endures_hours=12, **LIVE)
    carp = factories.listing(owner, endures_hours=30, **LIVE)
    ArrangementZone.objects.create(
        partner=owner, carrier="Bus malam", fee=45_000, days_min=1, days_max=1
    )

    assert [option[0] for option in asked(fish)] == ["pickup"]
    with translation.override("en"):
        assert why_not(owner, [Parcel(carp), Parcel(fish)], SURABAYA) == (
            "Too far for live goods: they endure 12 hours on the way."
        )
        assert why_not(owner, [Parcel(carp)], SURABAYA) == ""
    with translation.override("id"):
        assert why_not(owner, [Parcel(fish)], SURABAYA) == (
            "Terlalu jauh untuk hewan hidup: tahan 12 jam di jalan."
        )


def test_goods_that_are_not_live_go_on_however_long_it_takes(tariffs):
    egg = factories.listing(
        factories.partner(methods=["village_courier"]), endures_hours=1, **EVERYWHERE
    )

    assert [option[0] for option in asked(egg, destination=neighbour(7))] == ["village_courier"]


def test_the_village_courier_takes_live_goods_as_he_rides_within_hours(tariffs):
    hen = factories.listing(factories.partner(methods=["village_courier"]), endures_hours=8, **LIVE)

    assert [option[0] for option in asked(hen, destination=neighbour(7))] == ["village_courier"]
