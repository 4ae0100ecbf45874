"""What every refusal about an order is: something a person asked for that can't be done."""

from django.utils.translation import gettext_lazy as _


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
