"""The goods of one village, and the way to every village."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shop.look.pieces import Crumb
from shop.villages.models import Region

from .finding import Within
from .lists import Scope, show_list


@dataclass(frozen=True)
class Entry:
    """A village or district in the index with its number of stalls."""

    name: str
    url: str
    stalls: int
    villages: int = 0


@require_safe
def village_index(request: HttpRequest) -> HttpResponse:
    """List the districts that we serve, by regency."""
    districts = (
        Region.objects.filter(level=Region.Level.DISTRICT)
        .select_related("parent")
        .annotate(
            stalls=Count("children__partners", filter=public_stalls(), distinct=True),
            villages=Count("children", distinct=True),
        )
        .order_by("parent__code", "name")
    )
    regencies = [
        (regency, [district_entry(district) for district in members])
        for regency, members in groupby(districts, key=lambda district: district.parent)
    ]
    return render(
        request,
        "storefront/villages.html",
        {"regencies": regencies, "trail": [Crumb(_("Villages"))]},
    )


@require_safe
def district(request: HttpRequest, regency: str, district: str) -> HttpResponse:
    """List the villages of a district."""
    villages = list(
        Region.objects.villages()
        .with_place()
        .filter(parent__slug=district, parent__parent__slug=regency)
        .annotate(stalls=Count("partners", filter=public_stalls("")))
        .order_by("name")
    )
    if not villages:
        raise Http404
    here = villages[0].parent
    return render(
        request,
        "storefront/district.html",
        {
            "district": here,
            "villages": [village_entry(village) for village in villages],
            "trail": [Crumb(_("Villages"), reverse("storefront:village_index")), Crumb(here.name)],
        },
    )


@require_safe
def village_shelf(request: HttpRequest, regency: str, district: str, village: str) -> HttpResponse:
    """Show the goods of one village."""
    try:
        here = Region.objects.by_path(regency, district, village)
    except Region.DoesNotExist:
        raise Http404 from None
    return show_list(
        request,
        Scope(
            title=_("From %(place)s") % {"place": here.label},
            path=shelf_address(here),
            within=Within(village=here.pk, has_districts=False),
            trail=[
                Crumb(_("Villages"), reverse("storefront:village_index")),
                Crumb(here.parent.name, district_address(here.parent)),
                Crumb(here.name),
            ],
            icon="house-with-garden",
        ),
    )


def public_stalls(prefix: str = "children__") -> Q:
    """Return the condition for partners whose stall buyers may see."""
    return Q(**{f"{prefix}partners__seller__verified_at__isnull": False})


def shelf_address(village: Region) -> str:
    """Return the address of a village's goods; its place must be loaded."""
    return reverse("storefront:village_shelf", args=village.path.split("/"))


def district_address(here: Region) -> str:
    """Return the address of a district's villages; its regency must be loaded."""
    return reverse("storefront:district", args=here.path.split("/"))


def district_entry(here: Region) -> Entry:
    """Return a district's line of the index."""
    return Entry(here.name, district_address(here), here.stalls, here.villages)


def village_entry(here: Region) -> Entry:
    """Return a village's line of its district's page."""
    return Entry(here.name, shelf_address(here), here.stalls)
