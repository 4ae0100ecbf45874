"""What a person serves: the villages of her assignments, and all that is in them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from cms.doors import ROLES, is_stall_staff
from sellers.models import Consent, Credential, Question, Seller
from sellers.team.checking import coordinates, may_check
from shop.order.models import Complaint
from shop.partner.models import StockRecord, TakeDown
from shop.people.actors import Actor, actor_for
from shop.people.models import User
from shop.villages.models import Assignment, Region

Role = Assignment.Role


@dataclass(frozen=True)
class Scope:
    """A person's villages and what is in them; `by` is what every verb takes.

    Staff who look after stalls (`is_staff`) serve every village.
    """

    person: User
    roles: frozenset[str]
    is_staff: bool = False

    @property
    def by(self) -> Actor:
        return actor_for(self.person)

    @property
    def acts(self) -> bool:
        """Whether the person does something here; a village office only looks."""
        return self.is_staff or self.introduces

    @property
    def introduces(self) -> bool:
        """Whether the person may bring owners in: those who meet them in their villages."""
        return bool(self.roles & {Role.VOLUNTEER, Role.COORDINATOR})

    @property
    def confirms(self) -> bool:
        """Whether the person confirms consents that were signed on paper."""
        return Role.COORDINATOR in self.roles

    @property
    def regions(self) -> QuerySet[Region]:
        """The regions of the person's assignments."""
        held = Assignment.objects.held_by(self.person).filter(role__in=ROLES)
        return Region.objects.filter(pk__in=held.values("region"))

    @cached_property
    def villages(self) -> QuerySet[Region]:
        """The villages of the person's regions and of all below them."""
        if self.is_staff:
            return Region.objects.villages()
        held = self.regions.values("pk")
        return Region.objects.villages().filter(
            Q(pk__in=held)
            | Q(parent__in=held)
            | Q(parent__parent__in=held)
            | Q(parent__parent__parent__in=held)
        )

    @property
    def stalls(self) -> QuerySet[Seller]:
        return Seller.objects.with_place().filter(partner__village__in=self.villages)

    @property
    def papers(self) -> QuerySet[Credential]:
        papers = Credential.objects.held().select_related("seller__partner__village__parent")
        return papers.filter(seller__partner__village__in=self.villages)

    @property
    def goods(self) -> QuerySet[StockRecord]:
        return StockRecord.objects.select_related("product", "partner__seller").filter(
            partner__village__in=self.villages, partner__seller__isnull=False
        )

    @property
    def take_downs(self) -> QuerySet[TakeDown]:
        """What is down now."""
        return TakeDown.objects.filter(
            lifted_at=None, product__stockrecords__partner__village__in=self.villages
        ).select_related("product")

    @property
    def consents(self) -> QuerySet[Consent]:
        return Consent.objects.filter(seller__partner__village__in=self.villages).select_related(
            "seller__partner__village__parent", "owner", "volunteer"
        )

    @property
    def questions(self) -> QuerySet[Question]:
        """What buyers asked and nobody answered."""
        return Question.objects.filter(
            answered_at=None,
            conversation__closed_at=None,
            seller__partner__village__in=self.villages,
        ).select_related("seller__partner__village__parent", "product")

    @property
    def complaints(self) -> QuerySet[Complaint]:
        """Problems that staff have not closed."""
        return (
            Complaint.objects.open()
            .filter(seller_order__partner__village__in=self.villages)
            .select_related("seller_order__order", "seller_order__partner__seller")
        )

    def may_check(self, seller: Seller) -> bool:
        """Whether the person may verify this stall and its papers."""
        return may_check(self.person, seller)

    def coordinates(self, seller: Seller) -> bool:
        """Whether the person is a coordinator above this stall."""
        return coordinates(self.person, seller)


def scope_of(person: User) -> Scope | None:
    """Return what a person serves today; None for everybody without a role here."""
    roles = Assignment.objects.held_by(person).filter(role__in=ROLES).values_list("role", flat=True)
    held, is_staff = frozenset(roles), is_stall_staff(person)
    return Scope(person, held, is_staff) if held or is_staff else None


def room_view(view: Callable) -> Callable:
    """Guard `view(request, scope, …)`: people who serve no region are told there is nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        scope = scope_of(request.user)
        if scope is None:
            raise Http404
        response = view(request, scope, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return guarded


def acting_view(view: Callable) -> Callable:
    """Guard a view that changes something: volunteers and coordinators only, by POST only."""

    @room_view
    @wraps(view)
    def guarded(request: HttpRequest, scope: Scope, *args, **kwargs) -> HttpResponse:
        if not scope.acts:
            return not_yours(request, scope)
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        return view(request, scope, *args, **kwargs)

    return guarded


def not_yours(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Say that this role only looks."""
    return render(request, "cms/rooms/not_yours.html", {"scope": scope}, status=403)
