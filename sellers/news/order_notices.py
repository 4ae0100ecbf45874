"""What a stall's people and its volunteers are told about its orders and complaints."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sellers.models import Seller
from sellers.news.hearing import tell_helpers, tell_owners, tell_volunteers
from shop.communication.kinds import register_kind
from shop.money import format_rupiah
from shop.order.models import Complaint, SellerOrder

NEW, WAITING, WAITING_THERE = "seller.order_new", "seller.order_waiting", "volunteer.order_waiting"
UNANSWERED, CANCELLED = "seller.order_unanswered", "seller.order_cancelled"
UNPAID = "seller.order_unpaid_again"
GIVEN_BACK = "seller.money_given_back"
PROBLEM, PROBLEM_THERE = "seller.complaint_opened", "volunteer.complaint_opened"
PROBLEM_CLOSED = "seller.complaint_closed"
#: Where volunteers see what waits for them.
VOLUNTEERS_HOME = "/cms/"

WHEN_OPEN_AGAIN = pgettext_lazy("answer by", "when the stall is open again")

register_kind(
    NEW,
    subject=_("New order at %(stall)s: %(total)s. Please answer by %(until)s"),
    text=_(
        "Bapak/Ibu, there is a new order %(number)s at %(stall)s: %(what)s, %(total)s. "
        "Please accept or decline it by %(until)s."
    ),
)
register_kind(
    WAITING,
    subject=_("An order at %(stall)s still waits. Please answer by %(until)s"),
    text=_(
        "Bapak/Ibu, order %(number)s at %(stall)s still waits for an answer: %(what)s, %(total)s. "
        "After %(until)s it is cancelled and the buyer gets the money back."
    ),
)
register_kind(
    WAITING_THERE,
    subject=_("An order at %(stall)s, %(village)s, waits for an answer"),
    text=_(
        "Order %(number)s at %(stall)s, %(village)s, has no answer yet. Please call the owner; "
        "after %(until)s the order is cancelled."
    ),
)
register_kind(
    UNANSWERED,
    subject=_("An order at %(stall)s was cancelled: the time to answer is over"),
    text=_(
        "Bapak/Ibu, the time to answer order %(number)s (%(what)s, %(total)s) is over, so it is "
        "cancelled. If you can't take orders now, set a holiday for %(stall)s."
    ),
)
register_kind(
    CANCELLED,
    subject=_("Order %(number)s at %(stall)s is cancelled"),
    text=_(
        "Bapak/Ibu, order %(number)s at %(stall)s (%(what)s) is cancelled. Please don't send it."
    ),
)
register_kind(
    UNPAID,
    subject=_("Order %(number)s at %(stall)s is not paid any more: please wait"),
    text=_(
        "Bapak/Ibu, the card no longer holds the money for order %(number)s at %(stall)s "
        "(%(what)s). Please keep the goods and don't send them; we tell you when it is paid."
    ),
)
register_kind(
    GIVEN_BACK,
    subject=_("%(amount)s of order %(number)s goes back to the buyer"),
    text=_(
        "Bapak/Ibu, our staff give %(amount)s of order %(number)s at %(stall)s back to the buyer: "
        "%(reason)s"
    ),
)
register_kind(
    PROBLEM,
    subject=_("A buyer reports a problem with order %(number)s"),
    text=_(
        "Bapak/Ibu, a buyer reports a problem with order %(number)s of %(stall)s. "
        "The money for it waits. Please look and answer."
    ),
)
register_kind(
    PROBLEM_THERE,
    subject=_("A problem with an order of %(stall)s, %(village)s"),
    text=_(
        "A buyer reports a problem with order %(number)s of %(stall)s, %(village)s. "
        "Please help the owner to answer."
    ),
)
register_kind(
    PROBLEM_CLOSED,
    subject=_("The problem with order %(number)s is closed"),
    text=_("Bapak/Ibu, the problem with order %(number)s of %(stall)s is closed: %(outcome)s."),
)


def tell_new(part: SellerOrder, seller: Seller) -> None:
    """Tell the owners of a new order."""
    tell_owners(seller, NEW, **_about(part, seller))


def tell_waiting(part: SellerOrder) -> None:
    """Tell owners, helpers and volunteers that an order is still not answered."""
    seller = seller_of(part)
    said = _about(part, seller)
    tell_owners(seller, WAITING, **said)
    tell_helpers(seller, WAITING, **said)
    tell_volunteers(seller, WAITING_THERE, **(said | {"path": VOLUNTEERS_HOME}))


def tell_unanswered(part: SellerOrder) -> None:
    """Tell the owners that an order is lost, because nobody answered."""
    seller = seller_of(part)
    tell_owners(seller, UNANSWERED, **_about(part, seller))


def tell_cancelled(part: SellerOrder, seller: Seller) -> None:
    """Tell the owners that a buyer or staff cancelled an order."""
    tell_owners(seller, CANCELLED, **_about(part, seller))


def tell_unpaid_again(part: SellerOrder, seller: Seller) -> None:
    """Tell the owners that an order awaits its money again; its page is closed meanwhile."""
    said = _about(part, seller)
    with translation.override("id"):
        said["path"] = reverse("desk:orders", args=[seller.slug])
    tell_owners(seller, UNPAID, **said)


def tell_given_back(part: SellerOrder, seller: Seller, *, amount: int, reason: str) -> None:
    """Tell the owners that staff gave money of their order back."""
    said = _about(part, seller)
    said["values"] |= {"amount": format_rupiah(amount), "reason": reason}
    tell_owners(seller, GIVEN_BACK, **said)


def tell_problem(complaint: Complaint) -> None:
    """Tell the owners and the volunteers of a buyer's problem."""
    part = complaint.seller_order
    seller = seller_of(part)
    if seller is not None:
        said = _about(part, seller)
        tell_owners(seller, PROBLEM, **said)
        tell_volunteers(seller, PROBLEM_THERE, **(said | {"path": VOLUNTEERS_HOME}))


def tell_problem_closed(complaint: Complaint) -> None:
    """Tell the owners how a problem ended."""
    part = complaint.seller_order
    seller = seller_of(part)
    if seller is not None:
        said = _about(part, seller)
        said["values"]["outcome"] = Complaint.Outcome(complaint.outcome).label
        tell_owners(seller, PROBLEM_CLOSED, **said)


def seller_of(part: SellerOrder) -> Seller | None:
    """Return the stall that fulfils a part; None for a partner without one."""
    return Seller.objects.with_place().filter(partner=part.partner_id).first()


def _about(part: SellerOrder, seller: Seller) -> dict:
    """What `telling.tell` needs to know about a part; no word about the buyer."""
    with translation.override("id"):
        path = reverse("desk:order", args=[seller.slug, part.order.number])
    values = {
        "number": part.order.number,
        "what": ", ".join(f"{line.quantity} × {line.title}" for line in part.lines.order_by("pk")),
        "total": format_rupiah(part.total),
        "until": part.answer_by or WHEN_OPEN_AGAIN,
    }
    return {"values": values, "path": path, "about": part}
