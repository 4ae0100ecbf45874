"""Signals of this package; sent with `send`, inside the transaction.

A failing receiver rolls the change back.
"""

from django.dispatch import Signal

#: Goods of a seller order will not or not fully be sent. Arguments: `seller_order`, `adjustments`,
#: `by`.
adjusted = Signal()
#: A seller order changed its status. Arguments: `seller_order`, `before`, `by`.
seller_order_moved = Signal()
#: A seller order's goods reached the buyer. Arguments: `seller_order`, `by`.
handed_over = Signal()
#: An order changed its state. Arguments: `order`, `before`, `by`. Sent after the order's row and
#: before its parts and stock change, so that payments are locked in their turn.
order_moved = Signal()
#: A buyer reported a problem; the part rests. Arguments: `complaint`, `by`.
complaint_opened = Signal()
#: Staff closed a problem: money is settled, the part completed. Arguments: `complaint`, `by`.
complaint_closed = Signal()
