"""Answers for stock and price: who holds a listing, reservation by one conditional UPDATE.

Hooks for upper storeys: the columns of Partner that `sellers` writes (village, accepts
orders, closed from and to), the signals of `signals` (a partner changed, a listing was taken
down or may be sold again), and `requirements.register` for what a listing needs before it
is published.
"""
