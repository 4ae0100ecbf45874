"""Signals of this package; sent with `send`, so that a failing receiver rolls the change back."""

from django.dispatch import Signal

#: Arguments: `assignment` (Assignment as saved).
assignment_changed = Signal()
