"""What a stall's goods need of papers and what it has, as its people read it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from catalogue.models import Product
from sellers.models import Credential, Seller
from sellers.papers.badges import badge_of
from sellers.papers.rules import Need, rules_of
from shop.look.pieces import Paper

Kind, State = Credential.Kind, Credential.State


@dataclass(frozen=True)
class Missing:
    """A kind of paper that goods need and that nobody entered for them."""

    kind: str
    title: str
    why: str
    goods: tuple[Product, ...]


@dataclass(frozen=True)
class Held:
    """A paper in the list, with its badge as buyers see it and the goods it is for."""

    paper: Credential
    badge: Paper
    goods: tuple[str, ...]


def missing(seller: Seller) -> list[Missing]:
    """Return what the stall's goods need and lack, by kind; four queries."""
    return _missing(seller, _goods(seller))


def missing_on_sale(seller: Seller) -> list[Missing]:
    """Return what the goods that buyers can buy need and lack; at most four queries."""
    return _missing(seller, _goods(seller).filter(state=Product.State.PUBLISHED))


def _missing(seller: Seller, goods: QuerySet[Product]) -> list[Missing]:
    needed = [
        (product, rule)
        for product in goods
        for rule in rules_of(product).values()
        if rule.need is Need.NEEDED
        and not (rule.kind == Kind.HALAL and product.is_declared_not_halal)
    ]
    have = _covered(seller) if needed else set()
    lacking: dict[str, list[Product]] = {}
    whys = {}
    for product, rule in needed:
        if (rule.kind, product.pk) not in have:
            lacking.setdefault(rule.kind, []).append(product)
            whys[rule.kind] = str(rule.why)
    return [
        Missing(kind, str(Kind(kind).label), whys[kind], tuple(products))
        for kind, products in lacking.items()
    ]


def _covered(seller: Seller) -> set[tuple[str, int]]:
    """Return the kinds of paper entered for each listing, by its id."""
    papers = Credential.objects.held().exclude(state=State.REFUSED).filter(seller=seller)
    return {
        (paper.kind, product.pk)
        for paper in papers.prefetch_related("listings")
        for product in paper.listings.all()
    }


def held(seller: Seller) -> list[Held]:
    """Return the stall's papers with what became of them; two queries."""
    papers = Credential.objects.held().filter(seller=seller).prefetch_related("listings")
    return [
        Held(paper, badge_of(paper), tuple(row.title for row in paper.listings.all()))
        for paper in papers
    ]


def goods_for(seller: Seller, kind: str) -> QuerySet[Product]:
    """Return the stall's goods that such a paper can be for."""
    return _goods(seller).filter(pk__in=[row.pk for row in _goods(seller) if _can(row, kind)])


def not_for(seller: Seller, kind: str) -> list[tuple[Product, str]]:
    """Return goods that such a paper is never given for, with the reason."""
    rules = ((row, rules_of(row)[kind]) for row in _goods(seller))
    return [(row, str(rule.why)) for row, rule in rules if rule.need is Need.IMPOSSIBLE]


def _can(product: Product, kind: str) -> bool:
    return rules_of(product)[kind].need not in (Need.IMPOSSIBLE, Need.DOES_NOT_APPLY)


def _goods(seller: Seller) -> QuerySet[Product]:
    return (
        Product.objects.filter(stockrecords__partner=seller.partner_id)
        .exclude(state=Product.State.ARCHIVED)
        .prefetch_related("categories")
        .order_by("title", "pk")
    )
