import pytest

from catalogue.models import Product
from shop.history.models import Event
from shop.partner import listings, refusals, signals, takedowns
from shop.partner.models import StockRecord, TakeDown
from shop.people.actors import actor_for, guest
from tests import factories

OWNER = guest("Bu Srikandi")

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    """Who looks after goods without a stall: staff."""
    return actor_for(factories.person(is_staff=True, is_superuser=True))


@pytest.fixture
def eggs():
    return factories.listing()


def state(product) -> str:
    return Product.objects.get(pk=product.pk).state


def test_a_listing_goes_and_comes_back_when_looked_at(eggs, staff):
    told = []

    def hear(sender, take_down, **_signal):
        told.append(take_down)

    signals.taken_down.connect(hear)
    try:
        down = takedowns.take_down(eggs, reason="Foto orang lain", by=staff)
    finally:
        signals.taken_down.disconnect(hear)

    assert (state(eggs), told, down.by_id) == ("paused", [down], staff.person_id)
    with pytest.raises(refusals.TakenDown, match="Foto orang lain"):
        listings.publish(eggs, by=OWNER)
    takedowns.say_mended(eggs, note="Sudah diganti", by=OWNER)
    with pytest.raises(refusals.TakenDown):
        listings.publish(eggs, by=OWNER)
    with pytest.raises(refusals.TakenDown):
        listings.copy(eggs, by=OWNER)
    assert takedowns.lift(down, by=staff)

    assert state(eggs) == "published"
    assert not takedowns.lift(down, by=staff)
    assert [event.verb for event in Event.objects.about(eggs)] == [
        "listing.taken_down",
        "listing.mended",
        "listing.restored",
    ]
    assert TakeDown.objects.get().mended_note == "Sudah diganti"


def test_a_draft_that_was_down_stays_a_draft(staff):
    draft = factories.listing(state="draft", is_public=False)

    down = takedowns.take_down(draft, reason="Barang terlarang", by=staff)
    assert state(draft) == "draft"
    takedowns.lift(down, by=staff)

    assert state(draft) == "draft"
    assert listings.publish(draft, by=OWNER)


def test_what_lost_something_meanwhile_waits_for_its_owner(eggs, staff):
    down = takedowns.take_down(eggs, reason="Harga palsu", by=staff)
    StockRecord.objects.filter(product=eggs).update(price=None)

    assert takedowns.lift(down, by=staff)

    assert state(eggs) == "paused"


def test_what_is_down_keeps_its_first_reason(eggs, staff):
    first = takedowns.take_down(eggs, reason="Foto orang lain", by=staff)

    assert takedowns.take_down(eggs, reason="Lain lagi", by=staff) == first

    assert Event.objects.about(eggs).count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_nobody_takes_down_without_a_reason(eggs, staff, reason):
    with pytest.raises(refusals.NeedsReason):
        takedowns.take_down(eggs, reason=reason, by=staff)

    assert state(eggs) == "published"
    assert not Event.objects.exists()


def test_only_what_is_down_is_mended(eggs):
    with pytest.raises(refusals.NotTakenDown):
        takedowns.say_mended(eggs, note="Sudah", by=OWNER)


def test_nobody_but_staff_takes_down_goods_of_no_stall(eggs):
    for by in (actor_for(factories.person()), OWNER):
        with pytest.raises(refusals.NotYoursToTakeDown):
            takedowns.take_down(eggs, reason="Foto orang lain", by=by)

    assert state(eggs) == "published"


def test_an_archived_listing_is_left_alone(staff):
    gone = factories.listing(state="archived", is_public=False)

    with pytest.raises(refusals.Archived):
        takedowns.take_down(gone, reason="Foto orang lain", by=staff)

    assert not TakeDown.objects.exists()
