"""Who may see an order, and who has proven to be its orderer.

Every view of an order takes an `Access`, so the same functions serve the secret link and the
account. All of them answer `no-store`; what changes the order's money, address or owner asks
for a code to the order's phone first.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from shop.order import links
from shop.order.models import Order
from shop.people.actors import Actor, actor_for, guest
from shop.storefront.content_policy import may_lead_to_card_page

PROOF_SECONDS = 15 * 60
SESSION_KEY = "order_proofs"
JUST_PLACED = "just_placed"


@dataclass(frozen=True)
class Access:
    """A way into one order: its page's address, and whether the orderer is proven.

    A code to the order's phone proves him for 15 minutes in this browser (`has_code`);
    signed in, one's own order is proven without (`is_proven`). `link_mark` is the link's mark,
    empty for the account.
    """

    order: Order
    url: str
    is_proven: bool
    has_code: bool
    link_mark: str = ""


def by_link(request: HttpRequest, secret: str) -> Access:
    """Return the access a link gives; raises Http404 for an unknown or revoked one."""
    order = links.find(secret)
    if order is None:
        raise Http404
    has_code = proved_by_code(request, order)
    is_own = request.user.is_authenticated and order.user_id == request.user.pk
    url = reverse("storefront:order", args=[secret])
    return Access(
        order,
        url,
        is_proven=is_own or has_code,
        has_code=has_code,
        link_mark=links.mark(secret),
    )


def by_account(request: HttpRequest, number: str) -> Access:
    """Return the access of a signed-in person to an own order; raises Http404 for others'."""
    order = own_orders(request.user).filter(number=number).first()
    if order is None:
        raise Http404
    url = reverse("storefront:account_order", args=[number])
    return Access(order, url, is_proven=True, has_code=proved_by_code(request, order))


def own_orders(user):
    """Return the orders a person placed, and guest orders of the phone proven as hers."""
    orders = Order.objects.filter(user=user)
    if user.phone and user.phone_verified_at:
        orders = orders | Order.objects.filter(user__isnull=True, guest_phone=user.phone)
    return orders.order_by("-date_placed", "-pk")


def proved_by_code(request: HttpRequest, order: Order) -> bool:
    """Say whether this browser proved the order's phone within the last 15 minutes."""
    proven_at = request.session.get(SESSION_KEY, {}).get(str(order.pk), 0)
    return time.time() - proven_at < PROOF_SECONDS


def remember_proof(request: HttpRequest, order: Order) -> None:
    """Note in the session that this browser proved the order's phone just now."""
    now = time.time()
    proofs = {
        key: at
        for key, at in request.session.get(SESSION_KEY, {}).items()
        if now - at < PROOF_SECONDS
    }
    request.session[SESSION_KEY] = {**proofs, str(order.pk): now}


def order_view(view: Callable) -> Callable:
    """Turn `secret` or `number` of the address into an Access, and forbid storing the answer."""

    @wraps(view)
    def found(request: HttpRequest, *args, secret="", number="", **kwargs) -> HttpResponse:
        if number and not request.user.is_authenticated:
            return redirect_to_login(request.path)
        access = by_link(request, secret) if secret else by_account(request, number)
        response = view(request, access, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        may_lead_to_card_page(response)
        return response

    return found


def form_only(view: Callable) -> Callable:
    """Lead whoever opens a form's address without sending the form (reload, language) to the order.

    It stands below `order_view`.
    """

    @wraps(view)
    def sent(request: HttpRequest, access: Access, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return redirect(access.url)
        return view(request, access, *args, **kwargs)

    return sent


def needs_proof(then: str, *, by_code: bool = False) -> Callable:
    """Send a browser without proof to the code page, and from there on to `then`.

    `then` is a key of `views.NEXT`. Signed in, one's own order needs no code, unless
    `by_code` asks for one all the same.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, access: Access, *args, **kwargs) -> HttpResponse:
            if access.has_code or (access.is_proven and not by_code):
                return view(request, access, *args, **kwargs)
            return ask_for_code(access, then)

        return guarded

    return decorate


def ask_for_code(access: Access, then: str) -> HttpResponse:
    """Lead to the code page, and from there on to `then`."""
    return redirect(f"{access.url}kode/?untuk={then}")


def buyer(request: HttpRequest, order: Order) -> Actor:
    """Return who acts: the person signed in, else the guest by the order's name."""
    return actor_for(request.user) if request.user.is_authenticated else guest(order.guest_name)
