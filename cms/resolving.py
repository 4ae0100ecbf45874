"""From an address to its page with two queries, whatever the depth.

Wagtail's own routing asks two queries a level. Here one query finds the pages of the
address and of all its prefixes in both languages, and one more reads the specific page.
"""

from dataclasses import dataclass

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction

INDONESIAN, ENGLISH = "id", "en"
DEEPEST = 12


@dataclass(frozen=True)
class Resolved:
    """The page of an address, what its `route()` wants to be called with, and its language.

    `language` is the page's own: an address below `/en/` without an English page gets the
    Indonesian one.
    """

    page: Page
    args: tuple
    kwargs: dict
    language: str
    is_restricted: bool


def resolve(request: HttpRequest, path: str, language: str) -> Resolved:
    """Return the page of a path (without language prefix); raise Http404 without one."""
    components = [part for part in path.split("/") if part]
    if len(components) > DEEPEST:
        raise Http404
    found = {
        (row.language, row.url_path.split("/", 2)[2].strip("/")): row
        for row in candidates(components)
        if row.live and row.alias_of_id is None
    }
    for reading in dict.fromkeys((language, INDONESIAN)):
        for length in range(len(components), -1, -1):
            row = found.get((reading, "/".join(components[:length])))
            if row is None:
                continue
            if resolved := route(request, row, components[length:]):
                return resolved
    raise Http404


def candidates(components: list[str]) -> QuerySet[Page]:
    """Return the pages of an address and its prefixes in both languages, with their restriction.

    Drafts and aliases (scaffolding for Wagtail's tree) are among them: a condition on those
    columns would lead SQLite away from the address's index.
    """
    home = Page.objects.filter(sites_rooted_here__is_default_site=True).values("translation_key")
    paths = []
    for language in (INDONESIAN, ENGLISH):
        root = Page.objects.filter(translation_key__in=home, locale__language_code=language).values(
            "url_path"
        )[:1]
        for length in range(len(components) + 1):
            rest = "".join(f"{part}/" for part in components[:length])
            paths.append(Concat(Subquery(root), Value(rest), output_field=CharField()))
    restrictions = PageViewRestriction.objects.annotate(
        asked=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    ).filter(asked__startswith=F("page__path"))
    return (
        Page.objects.filter(url_path__in=paths)
        .order_by()
        .select_related("content_type", "locale")
        .annotate(language=F("locale__language_code"), is_restricted=Exists(restrictions))
    )


def route(request: HttpRequest, row: Page, rest: list[str]) -> Resolved | None:
    """Ask the specific page for what is left of the address; None when it has no such sub-path."""
    routes_itself = row.specific_class is not None and row.specific_class.route is not Page.route
    if rest and not routes_itself:
        return None
    page = row.specific
    page.locale = row.locale
    if not rest:
        return Resolved(page, (), {}, row.language, row.is_restricted)
    try:
        page, args, kwargs = page.route(request, rest)
    except Http404:
        return None
    return Resolved(page, tuple(args), kwargs, row.language, row.is_restricted)
