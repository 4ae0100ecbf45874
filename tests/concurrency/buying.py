"""A small shop, drafts ready to be placed in it, and the judgement over who got what."""

from collections.abc import Sequence

from django.db.models import Sum

from catalogue.models import Product
from shop.basket import lines
from shop.checkout import drafts
from shop.checkout.models import Draft
from shop.checkout.placing import place
from shop.checkout.proposals import propose
from shop.order.models import Line, Order, SellerOrder
from shop.partner.models import StockRecord
from shop.partner.strategy import Strategy
from shop.people.actors import guest
from shop.shipping.destinations import destination_for
from tests import factories
from tests.concurrency.racing import Outcome

TYPED = {"name": "Sari Contoh", "phone": "0812 3456 7890", "email": "", "street": "Jl. Kelud 5"}
BY = guest("Sari Contoh")


def open_shop() -> str:
    """Make what every order needs; returns the code of the buyers' village."""
    factories.bank_account()
    return factories.village("35.05.04.2001", "Dawuhan", latitude=-8.141).code


def fill(goods: Sequence[tuple[Product, int]], *, method: str = "transfer") -> Draft:
    """Return the draft of a new basket, answered to the last question; the goods are picked up."""
    basket = factories.basket()
    for product, count in goods:
        lines.add(basket, product, count)
    draft = drafts.draft_of(basket)
    drafts.note_typed(draft, TYPED)
    drafts.note_village(draft, "35.05.04.2001")
    partners = {line.stockrecord.partner_id for line in basket.all_lines()}
    drafts.note_choices(draft, dict.fromkeys(partners, "pickup::"), {})
    look(draft, method=method)
    return draft


def look(draft: Draft, *, method: str = "transfer") -> None:
    """Show the check page to the buyer and keep what it said."""
    draft.basket.strategy = Strategy()
    draft.basket._lines = None
    proposal = propose(
        draft.basket.all_lines(),
        destination_for(drafts.village_of(draft)),
        drafts.choices_of(draft),
    )
    drafts.note_check(draft, method=method, seen=proposal.as_seen())


def buy(draft: Draft) -> int:
    """Place the draft as its buyer; returns the order's id."""
    return place(draft, by=BY).pk


def judge(product: Product, wanted: Sequence[int], outcomes: Sequence[Outcome]) -> int:
    """Return the units sold; assert that none was oversold and no buyer refused wrongly.

    Nothing is given back during a race, so whoever was refused must have wanted more than what
    was left at its end.
    """
    refused = [outcome for outcome in outcomes if outcome.error]
    assert {(refusal.error, refusal.text) for refusal in refused if refusal.error not in {
        "Changed", "OutOfStock"
    }} == set()  # fmt: skip
    record = StockRecord.objects.get(product=product)
    sold = sum(count for count, outcome in zip(wanted, outcomes, strict=True) if not outcome.error)
    assert record.num_allocated == sold <= record.num_in_stock
    left = record.num_in_stock - sold
    turned_away = [c for c, outcome in zip(wanted, outcomes, strict=True) if outcome.error]
    assert all(count > left for count in turned_away), (left, turned_away)
    return sold


def ordered(product: Product) -> int:
    """Return the units of a listing in all orders."""
    return Line.objects.filter(product=product).aggregate(all=Sum("quantity", default=0))["all"]


def leftovers() -> dict[str, int]:
    """Return what a half-placed order would leave behind."""
    return {
        "orders without parts": Order.objects.filter(seller_orders=None).count(),
        "parts without lines": SellerOrder.objects.filter(lines=None).count(),
        "orders without payment": Order.objects.filter(payments=None).count(),
    }
