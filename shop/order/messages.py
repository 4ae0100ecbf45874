"""What orderer and recipient are told about an order, through the outbox."""

from django.utils.translation import gettext_lazy as _

from shop.communication.kinds import register_kind
from shop.communication.outbox import Recipient, send
from shop.look.words import grams_words
from shop.money import format_rupiah

from .links import mint
from .models import Order, SellerOrder
from .weighing import Weighing

Status = SellerOrder.Status
ORDER_LINK = "\n%(site)s/pesanan/%(secret)s/"


def register() -> None:
    """Tell how this package's kinds of messages read; called when the app starts."""
    subject = _("Order %(number)s")
    told = {
        "seller_order.accepted": _("%(seller)s has accepted order %(number)s and prepares it."),
        "seller_order.declined": _(
            "Sorry, %(seller)s can't fulfil its part of order %(number)s: %(reason)s "
            "What you have paid for it goes back to you."
        ),
        "seller_order.cancelled": _(
            "The part of %(seller)s in order %(number)s is cancelled. "
            "What you have paid for it goes back to you."
        ),
        "seller_order.cancelled_because": _(
            "The part of %(seller)s in order %(number)s is cancelled: %(reason)s "
            "What you have paid for it goes back to you."
        ),
        "seller_order.ready": _("Order %(number)s is ready at %(seller)s. You can pick it up now."),
        "seller_order.sent": _("%(seller)s has sent order %(number)s. %(tracking)s"),
        "seller_order.weighed": _(
            "%(seller)s has weighed order %(number)s: %(weights)s. This part now comes "
            "to %(total)s."
        ),
        "complaint.answered": _(
            "%(seller)s answers to the problem you reported in order %(number)s: %(answer)s"
        ),
        "complaint.closed": _(
            "The problem you reported with %(seller)s in order %(number)s is closed: "
            "%(outcome)s. %(reason)s"
        ),
    }
    for name, text in told.items():
        register_kind(name, subject=subject, text=WithLink(text))
    register_kind(
        "seller_order.on_its_way",
        subject=subject,
        text=_(
            "%(name)s, goods that %(orderer)s ordered for you are on their way from %(seller)s. "
            "%(tracking)s"
        ),
    )


class WithLink:
    """A lazy text followed by the link to the order, which is the message's secret."""

    def __init__(self, text):
        self.text = text

    def __str__(self) -> str:
        return f"{self.text}{ORDER_LINK}"


def to_orderer(kind: str, order: Order, **values: object) -> None:
    """Write a message to the orderer with a link of its own, inside the caller's transaction."""
    send(
        kind,
        to=Recipient(
            order.guest_name,
            order.guest_phone,
            order.guest_email,
            order.language,
            order.user_id,
        ),
        values={"number": order.number, **values},
        secret=mint(order),
        about=order,
    )


def to_recipient(kind: str, order: Order, **values: object) -> None:
    """Write to the recipient, if that is somebody else: without prices and without a link."""
    if order.recipient_phone and order.recipient_phone != order.guest_phone:
        send(
            kind,
            to=Recipient(order.recipient_name, order.recipient_phone, language=order.language),
            values={"number": order.number, "orderer": order.guest_name, **values},
            about=order,
        )


def tell_moved(part: SellerOrder, *, before: str) -> None:
    """Tell people what they want to know about a part's move; most moves stay quiet."""
    order, values = part.order, {"seller": part.partner_name}
    if before == Status.WAITING:
        return
    if part.status == Status.DECLINED:
        to_orderer("seller_order.declined", order, reason=part.decline_reason, **values)
    elif part.status == Status.SENT:
        tracking = f"{part.courier} {part.tracking_number}".strip() if part.tracking_number else ""
        to_orderer("seller_order.sent", order, tracking=tracking, **values)
        to_recipient("seller_order.on_its_way", order, tracking=tracking, **values)
    elif part.status == Status.READY and part.delivery_method == "pickup":
        to_orderer("seller_order.ready", order, **values)
    elif part.status == Status.CANCELLED:
        _tell_cancelled(part, values)
    elif (before, part.status) == (Status.NEW, Status.ACCEPTED):
        to_orderer("seller_order.accepted", order, **values)


def _tell_cancelled(part: SellerOrder, values: dict[str, str]) -> None:
    """Say why, if the one who cancelled wrote it."""
    if part.decline_reason:
        reason = part.decline_reason
        to_orderer("seller_order.cancelled_because", part.order, reason=reason, **values)
    else:
        to_orderer("seller_order.cancelled", part.order, **values)


def tell_weighed(part: SellerOrder, weighing: Weighing) -> None:
    """Tell the orderer the final weights when they change the price or break the tolerance."""
    if not weighing.change and not any(line.is_too_light for line in weighing.lines):
        return
    weights = ", ".join(
        f"{line.line.title} {grams_words(line.nominal_grams)} → {grams_words(line.final_grams)}"
        for line in weighing.lines
    )
    to_orderer(
        "seller_order.weighed",
        part.order,
        seller=part.partner_name,
        weights=weights,
        total=format_rupiah(weighing.total),
    )
