"""Signals of this package; sent with `send`, inside the transaction."""

from django.dispatch import Signal

#: A partner's visible state changed (village, accepts orders, holiday). Argument: `partner`.
partner_changed = Signal()
