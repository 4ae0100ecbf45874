"""Signals of this package; sent with `send`, inside the transaction."""

from django.dispatch import Signal

#: Money came for an attempt that is closed, or whose order no longer awaits it; it rests in
#: suspense, and the order's row is locked. Arguments: `payment`, `arrival`, `by`.
came_late = Signal()
#: A partner is paid out to another account. Arguments: `account`, `former` (None for the first),
#: `by`.
payout_account_changed = Signal()
#: An account or a QRIS code that buyers pay to was entered, confirmed, refused or withdrawn.
#: Arguments: `row`, `how` ("proposed" …), `by`.
collecting_changed = Signal()
#: The bank paid a seller's payout, or it came back. Arguments: `payout`, `by`.
payout_settled = Signal()
#: Staff gave money of a part back, or ask less for it, without cancelling it. Arguments: `plan`
#: (a `giving_back.Plan`), `reason`, `by`.
given_back = Signal()
