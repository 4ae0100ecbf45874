"""What an orderer is told when the order is placed or lapses, with a link of its own."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from shop.communication import outbox
from shop.communication.kinds import register_kind
from shop.look.words import moment
from shop.money import format_rupiah
from shop.order import links
from shop.order.models import Order

UNPAID, CONFIRMED, EXPIRED = "order.placed", "order.placed_cash", "order.expired"

register_kind(
    UNPAID,
    subject=_("Order %(number)s"),
    text=_(
        "Thank you, %(name)s. Order %(number)s is placed: %(total)s. "
        "How to pay, until %(until)s: %(site)s/pesanan/%(secret)s/"
    ),
)
register_kind(
    CONFIRMED,
    subject=_("Order %(number)s"),
    text=_(
        "Thank you, %(name)s. Order %(number)s is placed: %(total)s, paid in cash when you "
        "receive it. Follow it here: %(site)s/pesanan/%(secret)s/"
    ),
)
register_kind(
    EXPIRED,
    subject=_("Order %(number)s"),
    text=_(
        "The time to pay order %(number)s is over, so the goods are for sale again. "
        "If you have paid already, we will find your money: %(site)s/pesanan/%(secret)s/"
    ),
)


def tell_placed(order: Order) -> None:
    """Write the message to the orderer, in the transaction that places the order."""
    is_awaiting = order.status == Order.State.AWAITING
    values = {"number": order.number, "total": format_rupiah(order.total)}
    if is_awaiting:
        with translation.override(order.language):
            values["until"] = moment(order.expires_at)
    outbox.send(
        UNPAID if is_awaiting else CONFIRMED,
        to=outbox.Recipient(
            name=order.guest_name,
            phone=order.guest_phone,
            email=order.guest_email,
            language=order.language,
            person_id=order.user_id,
        ),
        values=values,
        secret=links.mint(order),
        about=order,
        expires_at=order.expires_at if is_awaiting else None,
    )
