"""The same step taken in several tabs at once is taken once."""

from shop.basket import lines
from shop.basket.models import Basket, Line
from shop.checkout import drafts
from shop.checkout.models import Draft
from shop.checkout.placing import place
from shop.communication.models import Message
from shop.order.models import Order
from shop.partner.models import StockRecord
from shop.payment.models import Payment
from tests import factories
from tests.concurrency.buying import BY, TYPED, buy, fill, look, open_shop
from tests.concurrency.racing import RACERS, race, rounds


def errors_of(results) -> set[tuple[str, str]]:
    return {(o.error, o.text) for outcomes in results for o in outcomes if o.error}


def test_a_draft_submitted_at_once_by_many_places_one_order(each_database):
    open_shop()
    egg = factories.listing(stock=10_000)
    entries = [[fill([(egg, 1)])] * RACERS for _round in range(rounds(8))]

    results = race(buy, entries)

    assert errors_of(results) == set()
    assert [len({outcome.value for outcome in outcomes}) for outcomes in results] == [1] * len(
        entries
    )
    placed = [model.objects.count() for model in (Order, Payment, Message)]
    assert placed == [len(entries)] * 3
    assert egg.stockrecords.get().num_allocated == len(entries)


def test_tabs_that_fill_in_a_new_draft_at_once_keep_every_answer(each_database):
    open_shop()
    egg = factories.listing(stock=10_000)
    baskets = [factories.basket() for _round in range(rounds(8))]
    for basket in baskets:
        lines.add(basket, egg, 1)
    steps = ["typed", "village", "choices", "proven"] * 2

    results = race(answer, [[(basket.pk, step) for step in steps] for basket in baskets])

    assert errors_of(results) == set()
    assert {frozenset(draft.answers) for draft in Draft.objects.all()} == {
        frozenset({"typed", "village", "choices", "notes", "proven"})
    }
    assert Draft.objects.count() == len(baskets)


def test_the_same_listing_added_in_many_tabs_is_one_line(each_database):
    egg = factories.listing(stock=10_000)
    baskets = [factories.basket() for _round in range(rounds(8))]
    for basket in baskets:
        basket.save()

    results = race(add_one, [[(basket.pk, egg)] * RACERS for basket in baskets])

    assert errors_of(results) == set()
    assert list(Line.objects.values_list("quantity", flat=True)) == [RACERS] * len(baskets)


def test_a_tab_that_submits_again_leaves_what_stayed_in_the_basket_alone(each_database):
    open_shop()
    egg, sold_out = factories.listing(stock=10_000), factories.listing(stock=5)
    drafted = [fill([(egg, 1), (sold_out, 1)]) for _round in range(rounds(8))]
    StockRecord.objects.filter(product=sold_out).update(num_in_stock=0)
    for draft in drafted:
        look(draft)
    left = [draft.basket_id for draft in drafted]

    results = race(check_and_buy, [[draft] * 2 for draft in drafted])

    assert errors_of(results) == set()
    assert Order.objects.count() == len(drafted)
    assert Draft.objects.filter(basket__in=left).count() == 0
    assert Basket.objects.filter(pk__in=left, status=Basket.OPEN).count() == len(left)
    assert {line.product_id for line in Line.objects.filter(basket__in=left)} == {sold_out.pk}


def answer(entry) -> None:
    basket_id, step = entry
    draft = drafts.draft_of(Basket.objects.get(pk=basket_id))
    if step == "typed":
        drafts.note_typed(draft, TYPED)
    elif step == "village":
        drafts.note_village(draft, "35.05.04.2001")
    elif step == "choices":
        drafts.note_choices(draft, {1: "pickup::"}, {})
    else:
        drafts.note_proven(draft, "+6281234567890")


def add_one(entry) -> None:
    basket_id, product = entry
    lines.add(Basket.objects.get(pk=basket_id), product, 1)


def check_and_buy(draft) -> int:
    """What the button of the check page does: note what was seen, then place."""
    drafts.note_check(draft, method="transfer", seen=drafts.read(draft).seen)
    return place(draft, by=BY).pk
