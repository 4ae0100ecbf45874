"""What waits in a person's villages, first on the admin's home page."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils import formats, timezone
from wagtail.admin.ui.components import Component

from sellers.clock.answering import VOLUNTEERS_CALL, due_parts, has_phone_gateway
from sellers.models import Seller
from sellers.team import consents
from sellers.team.checking import stalls_to_check
from shop.order.models import SellerOrder
from shop.partner.models import TakeDown

from .calls import Calls, about_order
from .scope import Scope

#: So many rows of each kind; the count says how many there are.
SHOWN = 20


@dataclass(frozen=True)
class Listed:
    """The first rows of what waits, and how many there are in all."""

    rows: list
    total: int


NOTHING = Listed([], 0)


@dataclass(frozen=True)
class WaitingOrder:
    """A seller order that nobody answered, with how to call its stall."""

    part: SellerOrder
    until: str
    is_late: bool
    calls: Calls


@dataclass(frozen=True)
class Mended:
    """A listing that somebody has to look at again, and its stall."""

    down: TakeDown
    seller: Seller


class Waiting(Component):
    """All that waits; it stands above Wagtail's own panels."""

    order = 10
    template_name = "cms/rooms/waiting.html"

    def __init__(self, scope: Scope):
        self.scope = scope

    def get_context_data(self, parent_context) -> dict:
        scope = self.scope
        return {
            "scope": scope,
            "orders": self.orders,
            "stalls": _first(stalls_to_check(scope.person)) if scope.acts else NOTHING,
            "papers": self.papers,
            "mended": self.mended,
            "questions": _first(scope.questions.order_by("pk")),
            "complaints": _first(scope.complaints.order_by("opened_at")),
            "mine": list(scope.consents.filter(volunteer=scope.person, ended_at=None)[:SHOWN]),
            "to_confirm": _first(consents.papers_to_confirm(scope.person)),
            "warning": "" if has_phone_gateway() else VOLUNTEERS_CALL,
        }

    @cached_property
    def orders(self) -> Listed:
        """Orders that nobody answered, those to answer first on top."""
        parts = _first(due_parts(None if self.scope.is_staff else self.scope.regions))
        return Listed([_waiting(part) for part in parts.rows], parts.total)

    @cached_property
    def papers(self) -> Listed:
        """Papers to check of stalls in which the person has no part."""
        if not self.scope.acts:
            return NOTHING
        person = self.scope.person
        helped = person.consents_held.filter(given_at__isnull=False).values("seller")
        waiting = self.scope.papers.to_check().exclude(seller__in=helped)
        return _first(waiting.exclude(seller__memberships__person=person))

    @property
    def mended(self) -> Listed:
        """Listings whose owners say that what was wrong is mended."""
        downs = self.scope.take_downs.filter(mended_at__isnull=False).order_by("mended_at")
        found = _first(downs.prefetch_related("product__stockrecords__partner__seller"))
        stalls = (row.product.stockrecords.all()[0].partner.seller for row in found.rows)
        return Listed([*map(Mended, found.rows, stalls)], found.total)


def _first(found: QuerySet) -> Listed:
    """Return the first rows; counts only where there may be more."""
    rows = list(found[:SHOWN])
    return Listed(rows, len(rows) if len(rows) < SHOWN else found.count())


def _waiting(part: SellerOrder) -> WaitingOrder:
    until = ""
    if part.answer_by:
        until = formats.date_format(timezone.localtime(part.answer_by), "j M H.i")
    seller = part.partner.seller
    is_late = bool(part.answer_by) and part.answer_by < timezone.now()
    return WaitingOrder(part, until, is_late, Calls(seller, about_order(seller, until)))
