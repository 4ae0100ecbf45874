import pytest

from catalogue.models import ListingChange
from shop.history.models import Event
from shop.partner import groups, refusals
from shop.partner.models import ListingGroup, StockRecord
from shop.people.actors import guest
from tests import factories

OWNER = guest("Bu Srikandi")

pytestmark = pytest.mark.django_db


@pytest.fixture
def stall():
    return factories.partner()


@pytest.fixture
def crisps(stall):
    """Crisps of 250 g and 500 g in one group."""
    small, large = factories.listing(stall), factories.listing(stall, price=45_000)
    group = groups.make_group(stall, "Keripik singkong", by=OWNER)
    groups.join(small, group, "250 g", by=OWNER)
    groups.join(large, group, "500 g", by=OWNER)
    return group, small, large


def test_siblings_are_the_whole_group_by_price(crisps):
    _group, small, large = crisps

    found = groups.siblings(large)

    assert [(one.product, one.choice) for one in found] == [(small, "250 g"), (large, "500 g")]
    assert groups.siblings(factories.listing()) == []


def test_leaving_the_last_but_one_dissolves_the_group(crisps):
    _group, small, large = crisps
    ListingChange.objects.all().delete()

    assert groups.leave(small, by=OWNER)

    assert not ListingGroup.objects.exists()
    assert set(StockRecord.objects.values_list("group", "choice")) == {(None, "")}
    assert set(ListingChange.objects.values_list("product_id", flat=True)) == {small.pk, large.pk}
    assert not groups.leave(small, by=OWNER)


def test_each_change_writes_one_event(crisps):
    _group, small, _large = crisps

    groups.join(small, _group, "200 g", by=OWNER)
    assert not groups.join(small, _group, "200 g", by=OWNER)
    groups.leave(small, by=OWNER)

    assert [event.verb for event in Event.objects.about(small)] == [
        "listing.grouped",
        "listing.grouped",
        "listing.ungrouped",
    ]
    assert [event.verb for event in Event.objects.about(_group)] == ["listing_group.made"]


def test_joining_another_group_leaves_the_former(crisps, stall):
    _former, small, _large = crisps
    other = groups.make_group(stall, "Keripik pisang", by=OWNER)

    assert groups.join(small, other, "250 g", by=OWNER)

    assert list(ListingGroup.objects.all()) == [other]
    assert StockRecord.objects.get(product=small).group == other


def test_nobody_joins_a_group_of_another_stall(crisps):
    group, _small, _large = crisps
    stranger = factories.listing()

    with pytest.raises(refusals.NotYourGroup):
        groups.join(stranger, group, "1 kg", by=OWNER)

    assert StockRecord.objects.get(product=stranger).group is None
    assert not Event.objects.about(stranger).exists()


@pytest.mark.parametrize(
    ("choice", "refusal"),
    [
        ("", refusals.NeedsChoice),
        ("x" * 41, refusals.NeedsChoice),
        ("250 G", refusals.ChoiceTaken),
    ],
)
def test_a_choice_has_a_name_of_its_own(crisps, stall, choice, refusal):
    third = factories.listing(stall)

    with pytest.raises(refusal):
        groups.join(third, crisps[0], choice, by=OWNER)

    assert StockRecord.objects.get(product=third).group is None


def test_a_group_has_an_end(crisps, stall):
    for number in range(10):
        groups.join(factories.listing(stall), crisps[0], f"{number} kg", by=OWNER)

    with pytest.raises(refusals.GroupFull):
        groups.join(factories.listing(stall), crisps[0], "11 kg", by=OWNER)


def test_a_group_needs_a_name(stall):
    with pytest.raises(refusals.BadGroup):
        groups.make_group(stall, "  ", by=OWNER)

    assert not ListingGroup.objects.exists()
