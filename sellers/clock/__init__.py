"""When a stall is open, and how long its owner has to answer an order."""
