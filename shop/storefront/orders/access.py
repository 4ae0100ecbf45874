"""Who may see an order, and who has proven to be its orderer."""

import time
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse

from shop.order import links
from shop.order.models import Order
from shop.people.phones import mask

PROOF_SECONDS = 15 * 60
SESSION_KEY = "order_proofs"


@dataclass(frozen=True)
class Access:
    """A way into one order: its page's address, and whether the orderer is proven.

    Signed in, one's own order is proven; by link it takes a code to the order's phone,
    which then holds for 15 minutes in this browser.
    """

    order: Order
    url: str
    is_proven: bool

    @property
    def phone_shown(self) -> str:
        """The order's phone, masked."""
        return mask(self.order.guest_phone)


def by_link(request: HttpRequest, secret: str) -> Access:
    """Return the access a link gives; raises Http404 for an unknown or revoked one."""
    order = links.find(secret)
    if order is None:
        raise Http404
    return Access(order, reverse("storefront:order", args=[secret]), is_proven(request, order))


def by_account(request: HttpRequest, number: str) -> Access:
    """Return the access of a signed-in person to an own order; raises Http404 for others'."""
    order = own_orders(request.user).filter(number=number).first()
    if order is None:
        raise Http404
    return Access(order, reverse("storefront:account_order", args=[number]), is_proven=True)


def own_orders(user):
    """Return the orders a person placed, and guest orders of the phone proven as hers."""
    orders = Order.objects.filter(user=user)
    if user.phone and user.phone_verified_at:
        orders = orders | Order.objects.filter(user__isnull=True, guest_phone=user.phone)
    return orders.order_by("-date_placed", "-pk")


def is_proven(request: HttpRequest, order: Order) -> bool:
    """Say whether this browser proved the order's phone within the last 15 minutes."""
    if request.user.is_authenticated and order.user_id == request.user.pk:
        return True
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
