"""What every refusal about an order is: something a person asked for that can't be done."""

from django.utils.translation import gettext_lazy as _

from shop.people.actors import Actor


class NotPossible(Exception):
    """Base of the refusals of this package; `message` is for the person who asked."""

    message = _("This is no longer possible. Look at the order again.")

    def __str__(self) -> str:
        return str(self.message)


class WrongState(NotPossible):
    """The row is in another state than the move starts from: too late, or a race was lost.

    `found` is the state that was read again.
    """

    def __init__(self, found: str):
        super().__init__(found)
        self.found = found


class NotOnBehalf(NotPossible):
    """A companion decides no complaint and no refund for the seller she helps."""

    message = _("A volunteer can't do this for the seller. The owner does it herself.")


def require_own(by: Actor) -> None:
    """Raise NotOnBehalf for somebody who acts for a seller by her consent."""
    if by.on_behalf_of_id is not None:
        raise NotOnBehalf
