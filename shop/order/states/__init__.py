"""The states of orders and of their parts, each moved by one conditional UPDATE (MONEY).

Every verb locks the order's row first; payments, seller orders and stock follow in that
order. A verb that finds another state than it needs raises `WrongState` and changes nothing.
"""

from .moves import NotPossible, WrongState, lock
from .parts import (
    accept,
    cancel_part,
    complete,
    decline,
    hand_over,
    ready,
    receive,
    send,
    supply_short,
)
from .rest import count_as_handed_over, end_rest, rest
from .weigh import weigh
from .whole import (
    FINAL_PARTS,
    TooLateToCancel,
    ask_to_cancel,
    cancel,
    close,
    expire,
    mark_paid,
    mark_secured,
    pay_again,
    prolong,
    restart_clock,
    revive,
    stop_clock,
)

__all__ = [
    "FINAL_PARTS",
    "NotPossible",
    "TooLateToCancel",
    "WrongState",
    "accept",
    "ask_to_cancel",
    "cancel",
    "cancel_part",
    "close",
    "complete",
    "count_as_handed_over",
    "decline",
    "end_rest",
    "expire",
    "hand_over",
    "lock",
    "mark_paid",
    "mark_secured",
    "pay_again",
    "prolong",
    "ready",
    "receive",
    "rest",
    "restart_clock",
    "revive",
    "send",
    "stop_clock",
    "supply_short",
    "weigh",
]
