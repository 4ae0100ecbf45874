"""Where to: the reader's destination, kept in the address as `ke=<Kemendagri code>`.

No cookie and no row: links and forms of public pages carry it on.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from shop.partner.models import StockRecord
from shop.shipping.quotes import Destination, Reach, destination_for, load_reach

from .asking import code

PARAMETER = "ke"


def destination_of(request: HttpRequest) -> Destination | None:
    """Return the village the address names; None without one, or for a code of none."""
    return destination_at(request.GET.get(PARAMETER, "") or request.POST.get(PARAMETER, ""))


def destination_context(
    request: HttpRequest, destination: Destination | None, *, back_to: str
) -> dict[str, object]:
    """Return what `storefront/to.html` needs: the village, the way to choose, a code of none."""
    return {
        "destination": destination,
        "chooser": chooser_address(back_to),
        "is_unknown_village": destination is None and bool(request.GET.get(PARAMETER)),
    }


def destination_at(text: str) -> Destination | None:
    """Return the village of a code that somebody sent us."""
    village = code(text)
    return destination_for(village) if village.count(".") == 3 else None


def reach_of(records: Sequence[StockRecord], destination: Destination | None) -> Reach | None:
    """Return what these goods' stalls offer for the destination; None while nobody named one."""
    if destination is None or not records:
        return None
    return load_reach({record.partner for record in records}, destination)


def chooser_address(back_to: str) -> str:
    """Return the address of the page that asks "Kirim ke …" and then leads back."""
    return f"{reverse('storefront:destination')}?{urlencode({'lanjut': back_to})}"
