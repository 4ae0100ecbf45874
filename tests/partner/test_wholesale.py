import pytest

from shop.history.models import Event
from shop.partner import listings, refusals, wholesale
from shop.partner.models import StockRecord
from shop.partner.strategy import Strategy, price_for
from shop.people.actors import SYSTEM, guest
from tests import factories

OWNER = guest("Bu Srikandi")


@pytest.fixture
def eggs_for_many(draft):
    """Eggs of Rp28.000: Rp27.000 from 5, Rp25.000 from 20."""
    wholesale.set_breaks(draft, {20: 25_000, 5: 27_000}, by=OWNER)
    return draft


@pytest.mark.parametrize(
    ("quantity", "price"),
    [(1, 28_000), (4, 28_000), (5, 27_000), (19, 27_000), (20, 25_000), (500, 25_000)],
)
def test_the_price_follows_the_quantity(eggs_for_many, quantity, price):
    assert price_for(eggs_for_many.stockrecords.get(), quantity) == price


def test_the_breaks_are_kept_in_order_with_one_event(eggs_for_many):
    breaks = wholesale.breaks_of(eggs_for_many.stockrecords.get())

    assert [(one.min_quantity, one.price) for one in breaks] == [(5, 27_000), (20, 25_000)]
    event = Event.objects.about(eggs_for_many).last()
    assert event.verb == "listing.wholesale_priced"
    assert (event.before, event.after) == (
        {"breaks": []},
        {"breaks": [[5, 27_000], [20, 25_000]]},
    )
    assert not wholesale.set_breaks(eggs_for_many, {5: 27_000, 20: 25_000}, by=OWNER)
    assert wholesale.set_breaks(eggs_for_many, {}, by=OWNER)
    assert price_for(eggs_for_many.stockrecords.get(), 20) == 28_000


@pytest.mark.parametrize(
    ("breaks", "refusal"),
    [
        ({1: 27_000}, refusals.BadBreaks),
        ({2.5: 27_000}, refusals.BadBreaks),
        ({n: 27_000 - n for n in range(2, 8)}, refusals.BadBreaks),
        ({5: 0}, refusals.BadPrice),
        ({5: 27_000.5}, refusals.BadPrice),
        ({5: 28_000}, refusals.BreaksNotBelow),
        ({5: 27_000, 10: 27_000}, refusals.BreaksNotBelow),
        ({5: 26_000, 10: 27_000}, refusals.BreaksNotBelow),
    ],
)
def test_breaks_that_make_no_sense_change_nothing(draft, breaks, refusal):
    with pytest.raises(refusal):
        wholesale.set_breaks(draft, breaks, by=OWNER)

    assert draft.stockrecords.get().price_breaks == []
    assert [event.verb for event in Event.objects.about(draft)] == ["listing.created"]


def test_the_price_never_falls_to_a_wholesale_price(eggs_for_many):
    with pytest.raises(refusals.BreaksNotBelow):
        listings.set_price(eggs_for_many, 27_000, by=OWNER)

    assert eggs_for_many.stockrecords.get().rupiah == 28_000


def test_no_wholesale_without_a_price(stall, eggs):
    product = listings.create_listing(stall, by=SYSTEM, title="Telur", category=eggs)

    with pytest.raises(refusals.NeedsPrice):
        wholesale.set_breaks(product, {5: 1_000}, by=OWNER)


def test_the_next_step_is_only_told_when_there_is_enough(eggs_for_many):
    stockrecord = eggs_for_many.stockrecords.get()

    assert wholesale.next_break(stockrecord, 4).min_quantity == 5
    assert wholesale.next_break(stockrecord, 5).min_quantity == 20
    assert wholesale.next_break(stockrecord, 20) is None
    stockrecord.num_in_stock = 19
    assert wholesale.next_break(stockrecord, 5) is None


def test_oscars_strategy_asks_the_same_price(eggs_for_many):
    listings.publish(eggs_for_many, by=OWNER)
    basket = factories.basket()
    line = basket.lines.create(
        product=eggs_for_many,
        stockrecord=StockRecord.objects.select_related("partner").get(product=eggs_for_many),
        line_reference="1",
        quantity=6,
    )

    assert Strategy().fetch_for_line(line).price.incl_tax == 27_000
    assert Strategy().fetch_for_product(eggs_for_many).price.incl_tax == 28_000
