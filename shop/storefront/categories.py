"""The taxonomy as a way into the goods: only branches in which something is on show."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from catalogue.models import Category, Product

SECTOR_DEPTH = 1


@dataclass(frozen=True)
class Branch:
    """A category and how many listings are on show in it and below it."""

    category: Category
    count: int


def branches(sector: str = "") -> list[Branch]:
    """Return a sector's categories (all without one) in the tree's order, by one query."""
    shown = Q(
        productcategory__product__state=Product.State.PUBLISHED,
        productcategory__product__stockrecords__partner__seller__verified_at__isnull=False,
    )
    categories = Category.objects.filter(sector=sector) if sector else Category.objects.all()
    found = list(
        categories.annotate(own=Count("productcategory", filter=shown))
        .defer("description", "long_description", "meta_title", "meta_description")
        .order_by("path")
    )
    return [
        Branch(here, sum(below.own for below in found if below.path.startswith(here.path)))
        for here in found
    ]


def address(category: Category) -> str:
    """Return a category's address."""
    if category.depth == SECTOR_DEPTH:
        return reverse("storefront:browse_sector", args=[category.slug])
    return reverse("storefront:browse_category", args=[category.sector, category.slug])
