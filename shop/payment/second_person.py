"""Large sums need two people: one makes, another releases. Rupiah.

Nobody decides alone over the money of her own order either, as its buyer and its staff at once.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shop.order.models import Order
from shop.order.refusals import NotPossible
from shop.people.actors import Actor
from shop.people.models import User


class SamePerson(NotPossible):
    """Who made it can't release it."""

    message = _("You made this yourself. Another person must release it.")


class OwnOrder(NotPossible):
    """Who bought it is not who says that its money came, or gives it back."""

    message = _("This is your own order. Somebody else must do this.")


def is_needed(rupiah: int) -> bool:
    """Say whether an amount is so large that a second person must release it."""
    return rupiah > settings.SECOND_PERSON_ABOVE


def require_other(made_by_id: int | None, by: Actor) -> None:
    """Raise SamePerson unless somebody else than the maker acts; the system is nobody."""
    if by.person_id is None or by.person_id == made_by_id:
        raise SamePerson


def require_other_buyer(order: Order, by: Actor) -> None:
    """Raise OwnOrder if an order is of the person who acts, by account or by its phone."""
    if by.person_id is None:
        return
    has_its_phone = User.objects.filter(pk=by.person_id, phone=order.guest_phone)
    if order.user_id == by.person_id or has_its_phone.exists():
        raise OwnOrder
