"""Who may come to a stall's desk, in which role, and what each role may do there.

An owner may do everything. A stall helper sells: he neither sees money nor lets people in. A
volunteer helps by the owner's consent: he does what she could do, except what decides over her
money, her account and who works for her. Anybody else is told that there is nothing here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from sellers.desk.frame import frame_of
from sellers.models import Consent, FormerSlug, Membership, Seller
from sellers.team.consents import consent_of
from shop.communication.account_proof import is_fresh, to_fresh_proof, to_second_proof
from shop.people.actors import Actor, actor_for
from shop.people.models import User


class Role(Enum):
    """What somebody is at a desk."""

    OWNER = "owner"
    HELPER = "helper"
    ASSISTANT = "assistant"


class Right(Enum):
    """What a page of the desk is about."""

    SELL = "sell"
    STALL = "stall"
    PAPERS = "papers"
    SEE_MONEY = "see_money"
    PEOPLE = "people"
    DECIDE_MONEY = "decide_money"


RIGHTS = {
    Role.OWNER: frozenset(Right),
    Role.HELPER: frozenset({Right.SELL, Right.STALL, Right.PAPERS}),
    Role.ASSISTANT: frozenset({Right.SELL, Right.STALL, Right.PAPERS, Right.SEE_MONEY}),
}
#: Closed to somebody whose number may have been sold on, until a second proof.
ABOUT_MONEY = frozenset({Right.SEE_MONEY, Right.DECIDE_MONEY, Right.PEOPLE})


@dataclass(frozen=True)
class Desk:
    """One person at one stall's desk; `by` is what every verb takes."""

    seller: Seller
    person: User
    role: Role
    by: Actor
    consent: Consent | None = None

    def may(self, right: Right) -> bool:
        """Say whether this role may do such a thing."""
        return right in RIGHTS[self.role]

    @property
    def rights(self) -> dict[str, bool]:
        """What this role may do, by name, for templates."""
        return {right.value: self.may(right) for right in Right}

    @property
    def is_owner(self) -> bool:
        return self.role is Role.OWNER

    @property
    def is_assistant(self) -> bool:
        return self.role is Role.ASSISTANT


def desk_of(person: User, seller: Seller) -> Desk | None:
    """Return a person's place at a stall's desk; None for everybody who has none there."""
    membership = seller.memberships.filter(person=person, ended_at__isnull=True).first()
    if membership is not None:
        role = Role.OWNER if membership.role == Membership.Role.OWNER else Role.HELPER
        return Desk(seller, person, role, actor_for(person))
    consent = consent_of(person, seller)
    if consent is None:
        return None
    by = Actor(
        label=str(person),
        person_id=person.pk,
        on_behalf_of_id=consent.owner_id,
        consent=f"consent:{consent.pk}",
    )
    return Desk(seller, person, Role.ASSISTANT, by, consent)


def desk_view(right: Right, *, needs_fresh_proof: bool = False) -> Callable:
    """Guard `view(request, desk, …)`: 404 for strangers, 403 for a role without the right.

    The address names the stall by `slug`; a former one leads to the present one. With
    `needs_fresh_proof` the person proves again who she is, if she did not just now.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            seller = Seller.objects.with_place().filter(slug=slug).first()
            if seller is None:
                return _to_present_address(request, slug)
            desk = desk_of(request.user, seller)
            if desk is None:
                raise Http404
            if not desk.may(right):
                return page(request, desk, "desk/not_yours.html", status=403)
            if right in ABOUT_MONEY and request.user.phone_doubted_at:
                return to_second_proof(request)
            if needs_fresh_proof and not is_fresh(request):
                return to_fresh_proof(request)
            response = view(request, desk, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return guarded

    return decorate


def page(
    request: HttpRequest,
    desk: Desk,
    template: str,
    context: dict | None = None,
    *,
    tab: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page inside the desk's frame; `tab` is the tab that it belongs to."""
    known = {
        "desk": desk,
        "seller": desk.seller,
        "rights": desk.rights,
        "tab": tab,
        "frame": frame_of(desk.seller, desk.person),
    }
    return render(request, template, known | (context or {}), status=status)


def _to_present_address(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead a bookmark of a renamed stall to its present desk; strangers learn nothing."""
    former = FormerSlug.objects.filter(slug=slug).select_related("seller").first()
    if former is None or desk_of(request.user, former.seller) is None:
        raise Http404
    return redirect(reverse("desk:today", args=[former.seller.slug]))
