"""Large sums need two people: one makes, another releases. Rupiah."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shop.order.refusals import NotPossible
from shop.people.actors import Actor


class SamePerson(NotPossible):
    """Who made it can't release it."""

    message = _("You made this yourself. Another person must release it.")


def is_needed(rupiah: int) -> bool:
    """Say whether an amount is so large that a second person must release it."""
    return rupiah > settings.SECOND_PERSON_ABOVE


def require_other(made_by_id: int | None, by: Actor) -> None:
    """Raise SamePerson unless somebody else than the maker acts; the system is nobody."""
    if by.person_id is None or by.person_id == made_by_id:
        raise SamePerson
