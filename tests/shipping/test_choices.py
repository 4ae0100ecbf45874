import pytest

from shop.history.models import Event
from shop.people.actors import SYSTEM
from shop.shipping import bands, choices
from shop.shipping.models import ArrangementZone, CourierBand, Method, PartnerDelivery
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return factories.partner(methods=())


def test_offering_again_changes_the_limits(partner):
    choices.offer(partner, Method.VILLAGE_COURIER, by=SYSTEM, radius_km=5)
    choices.offer(partner, Method.VILLAGE_COURIER, by=SYSTEM, radius_km=15, handling_days=1)

    offered = partner.deliveries.get()
    assert (offered.method, offered.radius_km, offered.handling_days) == ("village_courier", 15, 1)
    assert [event.verb for event in Event.objects.about(partner)] == ["delivery.offered"] * 2


def test_a_method_is_withdrawn_once(partner):
    choices.offer(partner, Method.PICKUP, by=SYSTEM)

    assert choices.withdraw(partner, Method.PICKUP, by=SYSTEM)
    assert not choices.withdraw(partner, Method.PICKUP, by=SYSTEM)

    assert not partner.deliveries.exists()
    assert [event.verb for event in Event.objects.about(partner)] == [
        "delivery.offered",
        "delivery.withdrawn",
    ]


def test_a_zone_has_one_fee(partner):
    for fee in (150_000, 120_000):
        choices.set_zone(partner, "35.05", by=SYSTEM, carrier="Pikap", fee=fee)

    zone = partner.zones.get()
    assert (zone.destination, zone.fee, zone.days_min, zone.days_max) == ("35.05", 120_000, 1, 3)
    assert Event.objects.about(partner).count() == 2


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [
        ({"radius_km": 0}, choices.BadRadius),
        ({"radius_km": 1_001}, choices.BadRadius),
        ({"handling_days": -1}, choices.BadDays),
        ({"handling_days": 61}, choices.BadDays),
        ({"free_above": 0}, choices.BadFreeAbove),
        ({"free_above": 1_000_000_001}, choices.BadFreeAbove),
        ({"free_above": 99.5}, choices.BadFreeAbove),
    ],
)
def test_limits_that_make_no_sense_offer_nothing(partner, limits, refusal):
    with pytest.raises(refusal):
        choices.offer(partner, Method.VILLAGE_COURIER, by=SYSTEM, **limits)

    assert not PartnerDelivery.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"destination": "Blitar"}, choices.BadDestination),
        ({"destination": "35.5"}, choices.BadDestination),
        ({"fee": -1}, choices.BadFee),
        ({"fee": 15_000.5}, choices.BadFee),
        ({"days_min": 3, "days_max": 2}, choices.BadDays),
    ],
)
def test_a_zone_with_bad_terms_is_not_set(partner, terms, refusal):
    terms = {"destination": "35.05", "fee": 15_000} | terms

    with pytest.raises(refusal):
        choices.set_zone(partner, terms.pop("destination"), by=SYSTEM, carrier="Bus", **terms)

    assert not ArrangementZone.objects.exists()
    assert not Event.objects.exists()


def test_only_the_village_courier_becomes_free(partner):
    with pytest.raises(choices.BadFreeAbove):
        choices.offer(partner, Method.ARRANGEMENT, by=SYSTEM, free_above=100_000)
    assert not PartnerDelivery.objects.exists()

    choices.offer(partner, Method.VILLAGE_COURIER, by=SYSTEM, free_above=100_000)

    assert partner.deliveries.get().free_above == 100_000


def test_a_zone_is_removed_once(partner):
    choices.set_zone(partner, "35.05", by=SYSTEM, carrier="Pikap", fee=120_000)

    assert choices.remove_zone(partner, "35.05", by=SYSTEM)
    assert not choices.remove_zone(partner, "35.05", by=SYSTEM)

    assert not ArrangementZone.objects.exists()
    assert [event.verb for event in Event.objects.about(partner)] == [
        "delivery.zone_set",
        "delivery.zone_removed",
    ]


@pytest.mark.parametrize("fee", [-1, 1_000_001])
def test_the_courier_of_a_village_stays_affordable(fee):
    with pytest.raises(choices.BadCourierFee):
        bands.set_band(5, fee=fee, days=1, by=SYSTEM)

    assert not CourierBand.objects.exists()
