"""What every page of buying needs: basket, draft, destination and the order as it would be now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.basket.models import Basket
from shop.checkout import drafts, opening
from shop.checkout.models import Draft
from shop.checkout.placing import find_placed
from shop.checkout.proposals import Proposal, propose
from shop.order import links
from shop.order.models import Order
from shop.people.actors import Actor, actor_for, guest
from shop.shipping.destinations import Destination, destination_for
from shop.storefront.content_policy import may_lead_to_card_page

KEYS = "checkout_keys"
KEYS_KEPT = 5
JUST_NOW = timedelta(hours=2)


@dataclass
class Step:
    """A page of buying: the request's basket and what has been answered so far."""

    request: HttpRequest
    basket: Basket
    draft: Draft

    def destination(self) -> Destination | None:
        """Return the village the address names (`ke`), else the one chosen before."""
        named = destination_for(self.request.GET.get("ke", ""))
        return named or destination_for(drafts.village_of(self.draft))

    def propose(self) -> Proposal:
        """Return the order this basket would make now."""
        self.basket._lines = None
        lines = self.basket.all_lines()
        return propose(lines, self.destination(), drafts.choices_of(self.draft))

    def actor(self, name: str) -> Actor:
        """Return who orders: the person signed in, else a guest of that name."""
        person = self.request.user
        return actor_for(person) if person.is_authenticated else guest(name)

    def remember(self) -> None:
        """Bind the draft's key to this browser, so that only it is led to the placed order."""
        keys = [key for key in self.request.session.get(KEYS, []) if key != str(self.draft.key)]
        self.request.session[KEYS] = [*keys, str(self.draft.key)][-KEYS_KEPT:]


def step_view(view: Callable[[Step], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Make a page of buying: never cached, with a basket, and led on once the order is placed."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        # The basket is read first: one that another press has just closed shows its order below.
        is_empty = request.basket.pk is None or not request.basket.all_lines()
        if order := placed_from_here(request):
            return lead_to(order)
        if is_empty:
            return redirect("storefront:basket")
        if not opening.is_open():
            return not_open_page(request)
        keys = request.session.get(KEYS, [])
        answer = view(Step(request, request.basket, drafts.draft_of(request.basket, earlier=keys)))
        may_lead_to_card_page(answer)
        # While this press found its goods gone, another press may have ordered them.
        leads_on = answer.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)
        is_refusal = request.method == "POST" and not leads_on
        order = placed_from_here(request) if is_refusal else None
        return lead_to(order) if order else answer

    return page


def not_open_page(request: HttpRequest) -> HttpResponse:
    """Say that nobody can order yet; the basket waits."""
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "checkout/not_open.html", status=status)


def lead_to(order: Order) -> HttpResponse:
    """Lead to an order by a link of its own."""
    return redirect("storefront:order", secret=links.mint(order))


def placed_from_here(request: HttpRequest) -> Order | None:
    """Return the order this page's form or, with an empty basket, this browser has placed.

    So a double submit, the back button and a lost answer all lead to the one order.
    """
    keys = request.session.get(KEYS, [])
    asked = request.POST.get("key", "")
    if asked:
        return find_placed([asked]) if asked in keys else None
    if not keys or (request.basket.pk and request.basket.all_lines()):
        return None
    order = find_placed(keys)
    is_new = order is not None and order.date_placed > timezone.now() - JUST_NOW
    return order if is_new else None
