"""What sellers do when lower storeys tell of something; inside the sender's transaction."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sellers.clock import answer_clock
from sellers.models import Seller
from sellers.news import order_notices
from sellers.news.hearing import tell_owners
from shop.communication.kinds import register_kind
from shop.order.models import Complaint, SellerOrder
from shop.partner.models import StockRecord, TakeDown
from shop.people.actors import SYSTEM, Actor

Status = SellerOrder.Status
TAKEN_DOWN, BACK = "listing.taken_down", "listing.take_down_lifted"

register_kind(
    TAKEN_DOWN,
    subject=_("%(title)s was taken out of sale"),
    text=_(
        "Bapak/Ibu, %(title)s of %(stall)s was taken out of sale. Reason: %(reason)s. "
        "Put it right and say so, then somebody looks again."
    ),
)
register_kind(
    BACK,
    subject=_("%(title)s may be sold again"),
    text=_("Bapak/Ibu, %(title)s of %(stall)s was looked at and may be sold again."),
)


def on_seller_order_moved(
    *, seller_order: SellerOrder, before: str, by: Actor, **signal: object
) -> None:
    """Start the clock of a new order and tell the owners; tell them of one that they lose."""
    is_new = seller_order.status == Status.NEW
    is_unpaid = seller_order.status == Status.WAITING
    is_called_off = seller_order.status == Status.CANCELLED and before != Status.WAITING
    if not (is_new or is_unpaid) and (not is_called_off or by == SYSTEM):
        return
    seller = order_notices.seller_of(seller_order)
    if seller is None:
        return
    if is_new:
        answer_clock.start(seller_order, seller)
        order_notices.tell_new(seller_order, seller)
    elif is_unpaid:
        order_notices.tell_unpaid_again(seller_order, seller)
    else:
        order_notices.tell_cancelled(seller_order, seller)


def on_given_back(*, plan, reason: str, **signal: object) -> None:
    """Tell the owners, unless the platform bears it."""
    seller = order_notices.seller_of(plan.part)
    if seller is not None and plan.bearer != "platform":
        order_notices.tell_given_back(plan.part, seller, amount=plan.amount, reason=reason)


def on_complaint_opened(*, complaint: Complaint, **signal: object) -> None:
    order_notices.tell_problem(complaint)


def on_complaint_closed(*, complaint: Complaint, **signal: object) -> None:
    order_notices.tell_problem_closed(complaint)


def on_taken_down(*, take_down: TakeDown, **signal: object) -> None:
    _tell_of_listing(TAKEN_DOWN, take_down, reason=take_down.reason)


def on_take_down_lifted(*, take_down: TakeDown, **signal: object) -> None:
    _tell_of_listing(BACK, take_down)


def _tell_of_listing(kind: str, take_down: TakeDown, **values: object) -> None:
    product = take_down.product
    stock = StockRecord.objects.filter(product=product).first()
    seller = stock and Seller.objects.with_place().filter(partner=stock.partner_id).first()
    if not seller:
        return
    with translation.override("id"):
        path = reverse("desk:listing", args=[seller.slug, product.public_id])
    values |= {"title": product.title}
    tell_owners(seller, kind, values=values, path=path, about=product)
