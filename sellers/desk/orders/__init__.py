"""The desk's pages about orders: the list, an order with its next steps, weighing, packing."""
