"""Signals of this package; sent with `send`, inside the transaction, so a failing receiver rolls it back."""

from django.dispatch import Signal

#: Goods of a seller order will not or not fully be sent. Arguments: `seller_order`, `adjustments`.
adjusted = Signal()
#: A seller order changed its status. Arguments: `seller_order`, `before`, `by`.
seller_order_moved = Signal()
#: A seller order's goods reached the buyer. Arguments: `seller_order`, `by`.
handed_over = Signal()
