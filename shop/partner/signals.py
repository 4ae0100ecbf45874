"""Signals of this package; sent with `send`, inside the transaction."""

from django.dispatch import Signal

#: A partner's visible state changed (village, accepts orders, holiday). Argument: `partner`.
partner_changed = Signal()

#: A listing was taken out of sale. Argument: `take_down`, a row of models.TakeDown.
taken_down = Signal()

#: A listing may be sold again. Argument: `take_down`.
take_down_lifted = Signal()
