"""Browse: all goods, a sector, a group or leaf of the taxonomy; and the search page."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Category
from shop.look.pieces import Crumb

from .finding import Within
from .lists import Narrower, Scope, show_list

SECTOR_DEPTH = 1


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Show all goods, with the sectors as ways in."""
    sectors = Category.objects.filter(depth=SECTOR_DEPTH).order_by("path")
    return show_list(
        request,
        Scope(
            title=_("All goods"),
            path=reverse("storefront:browse"),
            within=Within(),
            trail=[Crumb(_("All goods"))],
            narrower=[narrower(sector, request) for sector in sectors],
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
    tree = list(Category.objects.filter(sector=sector).order_by("path"))
    here = next((category for category in tree if category.slug == slug), None)
    if here is None:
        raise Http404
    above = [c for c in tree if here.path.startswith(c.path) and c.depth < here.depth]
    below = [c for c in tree if c.path.startswith(here.path) and c.depth == here.depth + 1]
    beside = [c for c in tree if above and is_below(c, above[-1]) and c.depth == here.depth]
    return show_list(
        request,
        Scope(
            title=here.label,
            path=address(here),
            within=Within(category=here.path),
            trail=[*(Crumb(c.label, address(c)) for c in above), Crumb(here.label)],
            narrower=[narrower(c, request, is_here=c == here) for c in below or beside],
            icon=here.icon or "basket",
        ),
    )


def is_below(category: Category, above: Category) -> bool:
    """Say whether a category lies in another's branch."""
    return category.path.startswith(above.path)


def address(category: Category) -> str:
    """Return a category's address."""
    if category.depth == SECTOR_DEPTH:
        return reverse("storefront:browse_sector", args=[category.slug])
    return reverse("storefront:browse_category", args=[category.sector, category.slug])


def narrower(category: Category, request: HttpRequest, *, is_here: bool = False) -> Narrower:
    """Return the way into a category, which keeps the destination."""
    to = request.GET.get("ke", "")
    url = address(category)
    return Narrower(category.label, f"{url}?{urlencode({'ke': to})}" if to else url, is_here)
