"""Commission by category, in basis points (100 = 1 %): the nearest category that says one."""

from collections.abc import Collection

from django.db import transaction

from shop.history.models import record
from shop.people.actors import Actor

from .models import Category, ProductCategory

#: The whole amount.
MOST_BP = 10_000


class NotARate(ValueError):
    """A commission lies between 0 and 10,000 basis points."""


def rates_of(product_ids: Collection[int]) -> dict[int, int]:
    """Return the listings whose category, or the nearest one above it, says a rate."""
    said = dict(
        Category.objects.filter(commission_bp__isnull=False).values_list("path", "commission_bp")
    )
    if not said:
        return {}
    places = ProductCategory.objects.filter(product__in=product_ids)
    found = {
        product_id: _nearest(path, said)
        for product_id, path in places.values_list("product", "category__path")
    }
    return {product_id: rate for product_id, rate in found.items() if rate is not None}


@transaction.atomic
def set_rate(category: Category, rate: int | None, *, by: Actor) -> bool:
    """Set what orders from now on pay in this category; None: as the category above.

    Returns whether it changed. Raises NotARate.
    """
    if rate is not None and not 0 <= rate <= MOST_BP:
        raise NotARate
    category = Category.objects.select_for_update().get(pk=category.pk)
    before = category.commission_bp
    if before == rate:
        return False
    Category.objects.filter(pk=category.pk).update(commission_bp=rate)
    record(
        "category.commission_set",
        category,
        by=by,
        before={"commission_bp": before},
        after={"commission_bp": rate},
    )
    return True


def _nearest(path: str, said: dict[str, int]) -> int | None:
    """Return the rate of the deepest category on the way down to `path`."""
    for length in range(len(path), 0, -Category.steplen):
        if path[:length] in said:
            return said[path[:length]]
    return None
