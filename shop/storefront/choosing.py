"""The page that asks "Kirim ke …": a village by a few letters, without JavaScript."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shop.address.search import PlacesNotBuilt, find_places
from shop.look.pieces import Crumb

from .destinations import PARAMETER

LONGEST_BACK = 1000
SHOWN = 20


@dataclass(frozen=True)
class Hit:
    """A village that was found, and the page it leads back to."""

    village: str
    above: str
    url: str


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Find villages and lead back with the chosen one in the address."""
    back = back_path(request.GET.get("lanjut", ""))
    text = " ".join(request.GET.get("cari", "").split())[:100]
    is_out, places = False, []
    try:
        places = find_places(text, limit=SHOWN) if text else []
    except PlacesNotBuilt:
        is_out = True
    return render(
        request,
        "storefront/choose.html",
        {
            "back": back,
            "text": text,
            "is_out": is_out,
            "anywhere": with_destination(back, ""),
            "trail": [Crumb(_("Deliver to"))],
            "hits": [
                Hit(
                    place.village,
                    f"{place.district}, {place.regency}, {place.province} {place.postal_code}",
                    with_destination(back, place.code),
                )
                for place in places
            ],
        },
    )


def back_path(text: str) -> str:
    """Return where to lead back: a path of our own, else all goods."""
    is_ours = (
        text.startswith("/")
        and len(text) <= LONGEST_BACK
        and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    )
    return text if is_ours else reverse("storefront:browse")


def with_destination(path: str, code: str) -> str:
    """Return an address with this destination instead of any other, on its first page."""
    parts = urlsplit(path)
    pairs = [pair for pair in parse_qsl(parts.query) if pair[0] not in (PARAMETER, "hal")]
    if code:
        pairs.append((PARAMETER, code))
    return f"{parts.path}?{urlencode(pairs)}" if pairs else parts.path
