"""Browse: all goods, a sector, a group or leaf of the taxonomy; and the search page."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Category
from shop.look.pieces import Crumb

from .categories import SECTOR_DEPTH, Branch, address, branches
from .finding import Within
from .lists import Narrower, Scope, show_list


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Show all goods, with the sectors as ways in."""
    sectors = [branch for branch in branches() if branch.category.depth == SECTOR_DEPTH]
    return show_list(
        request,
        Scope(
            title=_("All goods"),
            path=reverse("storefront:browse"),
            within=Within(),
            trail=[Crumb(_("All goods"))],
            narrower=ways_into(sectors, request),
        ),
    )


@require_safe
def browse_sector(request: HttpRequest, sector: str) -> HttpResponse:
    """Show one sector's goods, with its groups as ways in."""
    return show_category(request, sector, sector)


@require_safe
def browse_category(request: HttpRequest, sector: str, category: str) -> HttpResponse:
    """Show one group's or leaf's goods, with what lies below or beside it as ways in."""
    if sector == category:
        raise Http404
    return show_category(request, sector, category)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words find among all goods."""
    words = " ".join(request.GET.get("q", "").split())
    title = _("Search: %(words)s") % {"words": words[:100]} if words else _("Search")
    return show_list(
        request,
        Scope(
            title=title,
            path=reverse("storefront:search"),
            within=Within(),
            trail=[Crumb(_("All goods"), reverse("storefront:browse")), Crumb(_("Search"))],
        ),
        is_search=True,
    )


def show_category(request: HttpRequest, sector: str, slug: str) -> HttpResponse:
    """Read the sector's whole tree with one query and show one category of it."""
    tree = branches(sector)
    here = next((branch.category for branch in tree if branch.category.slug == slug), None)
    if here is None:
        raise Http404
    above = [b.category for b in tree if is_below(here, b.category) and b.category != here]
    below = [b for b in tree if is_below(b.category, here) and b.category.depth == here.depth + 1]
    beside = [b for b in tree if above and is_below(b.category, above[-1])]
    beside = [b for b in beside if b.category.depth == here.depth]
    return show_list(
        request,
        Scope(
            title=here.label,
            path=address(here),
            within=Within(category=here.path),
            trail=[*(Crumb(c.label, address(c)) for c in above), Crumb(here.label)],
            narrower=ways_into(below or beside, request, here=here),
            icon=here.icon or "basket",
        ),
    )


def is_below(category: Category, above: Category) -> bool:
    """Say whether a category lies in another's branch, or is it."""
    return category.path.startswith(above.path)


def ways_into(
    found: Iterable[Branch], request: HttpRequest, *, here: Category | None = None
) -> list[Narrower]:
    """Return the ways into branches with goods, which keep the destination."""
    to = request.GET.get("ke", "")
    query = f"?{urlencode({'ke': to})}" if to else ""
    return [
        Narrower(
            branch.category.label, f"{address(branch.category)}{query}", branch.category == here
        )
        for branch in found
        if branch.count or branch.category == here
    ]
