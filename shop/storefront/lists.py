"""A page with a list of goods: the same frame for browse, village shelf and search."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shop.look.pieces import Crumb

from . import facets
from .asking import Asking, today
from .cards import cards, icon_address
from .destinations import destination_context, destination_of, reach_of
from .finding import Found, Within, find
from .reaching import delivered_to


@dataclass(frozen=True)
class Narrower:
    """A link to a part of this list: a group or a leaf of the taxonomy."""

    title: str
    url: str
    is_here: bool = False


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a list of goods is about; `path` is its address without parameters.

    `has_places` is False where all goods come from one place, which the page names once.
    """

    title: str
    path: str
    within: Within
    trail: Sequence[Crumb] = field(default_factory=list)
    narrower: Sequence[Narrower] = field(default_factory=list)
    intro: str = ""
    icon: str = "basket"
    has_places: bool = True


def show_list(
    request: HttpRequest, scope: Scope, *, template: str = "storefront/browse.html", **context
) -> HttpResponse:
    """Answer with the list of a scope; beyond its last page the answer is 404."""
    asking, on = Asking.read(request.GET), today()
    destination = destination_of(request)
    delivered = delivered_to(destination) if asking.reaches and destination else None
    found = find(asking, scope.within, on=on, delivered=delivered)
    reach = reach_of(found.records, destination) if delivered is None else None
    place = destination.village if destination else ""
    shown = cards(found.records, on=on, to=asking.to, reach=reach)
    return render(
        request,
        template,
        {
            "scope": scope,
            "asking": asking,
            "found": found,
            "cards": shown if scope.has_places else [replace(one, place="") for one in shown],
            "groups": facets.groups(asking, found.districts, place=place),
            "chosen": facets.chosen(asking, found.districts, scope.path, place=place),
            "kept": kept(asking),
            "completed": completed(asking, scope.path, found),
            "previous_url": page_address(asking, scope.path, asking.page - 1, found),
            "next_url": page_address(asking, scope.path, asking.page + 1, found),
            "nothing": nothing(asking, scope, found),
            **destination_context(
                request, destination, back_to=asking.address(scope.path, to="", page=1)
            ),
            **context,
        },
        status=200 if asking.page <= found.pages else 404,
    )


def kept(asking: Asking) -> list[tuple[str, str]]:
    """Return what the filter sheet carries along unseen."""
    return [(name, value) for name, value in asking.pairs() if name in ("q", "ke")]


def completed(asking: Asking, path: str, found: Found) -> list[Narrower]:
    """Return the engine's completed words as ways to ask again."""
    return [
        Narrower(words, asking.address(path, words=words, page=1)) for words in found.suggestions
    ]


def page_address(asking: Asking, path: str, number: int, found: Found) -> str:
    """Return a neighbouring page's address, empty beyond the ends."""
    return asking.address(path, page=number) if 1 <= number <= found.pages else ""


@dataclass(frozen=True)
class Nothing:
    """What an empty list says, and the way on."""

    title: str
    text: str
    url: str
    action: str
    icon: str


def nothing(asking: Asking, scope: Scope, found: Found) -> Nothing | None:
    """Say why the list is empty; None when it isn't."""
    if found.records:
        return None
    icon = icon_address(scope.icon)
    if asking.page > 1:
        first = asking.address(scope.path, page=1)
        return Nothing(_("The list ends before this page"), "", first, _("To the first page"), icon)
    if asking.is_narrowed:
        bare = Asking(words=asking.words, to=asking.to).address(scope.path)
        text = _("Take a filter away, or look in another district.")
        return Nothing(
            _("Nothing fits all these filters"), text, bare, _("Remove all filters"), icon
        )
    everything = Asking(to=asking.to).address(reverse("storefront:browse"))
    if asking.words:
        title = _("Nothing found for “%(words)s”") % {"words": asking.words}
        text = _("Try a shorter or another word, for example “egg” instead of “fresh eggs”.")
        return Nothing(title, text, everything, _("See all goods"), icon)
    text = _("No stall has put goods here yet. Neighbouring villages may have them.")
    return Nothing(_("No goods here yet"), text, everything, _("See all goods"), icon)
