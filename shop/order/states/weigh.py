"""Weighing: the final weight of what is sold by weight, and the price that follows it."""

from collections.abc import Mapping

from django.db import transaction

from shop.order import messages
from shop.order.models import Adjustment, Line, SellerOrder
from shop.order.signals import adjusted
from shop.order.weighing import WeighedLine, Weighing, preview
from shop.people.actors import Actor

from .moves import announce, lock, move_part, require

Status = SellerOrder.Status


@transaction.atomic
def weigh(part: SellerOrder, grams: Mapping[int, int], *, by: Actor) -> Weighing:
    """Write the final weights (grams by line id) of an accepted part; does what `preview` says.

    Stock is no reason to refuse. Raises WrongState unless it is accepted, WeightMissing or
    NotAWeight.
    """
    lock(part.order_id)
    require(part, Status.ACCEPTED)
    weighing = preview(part, grams)
    before = move_part(
        part,
        to=Status.WEIGHED,
        when=[Status.ACCEPTED],
        verb="seller_order.weighed",
        by=by,
        noted={
            "lines": [_noted(weighed) for weighed in weighing.lines],
            "change": weighing.change,
            "gift": weighing.gift,
        },
    )
    for weighed in weighing.lines:
        Line.objects.filter(pk=weighed.line.pk).update(final_grams=weighed.final_grams)
    adjustments = [_adjust(part, weighed) for weighed in weighing.lines if weighed.change]
    if adjustments:
        adjusted.send(sender=SellerOrder, seller_order=part, adjustments=adjustments, by=by)
    announce(part, before=before, by=by)
    messages.tell_weighed(part, weighing)
    return weighing


def _adjust(part: SellerOrder, weighed: WeighedLine) -> Adjustment:
    return Adjustment.objects.create(
        seller_order=part,
        line=weighed.line,
        kind=Adjustment.Kind.WEIGHED,
        goods=weighed.change,
        commission=weighed.commission_change,
    )


def _noted(weighed: WeighedLine) -> dict[str, object]:
    """What the history keeps of a line: grams and rupiah."""
    return {
        "line": weighed.line.pk,
        "title": weighed.line.title,
        "nominal": weighed.nominal_grams,
        "final": weighed.final_grams,
        "before": weighed.price_before,
        "price": weighed.price,
        "gift": weighed.gift,
    }
