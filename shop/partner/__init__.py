"""Answers for stock and price: who holds a listing, reservation by one conditional UPDATE.

Hooks for upper storeys: the columns of Partner that `sellers` writes (village, accepts
orders, closed from and to), and the signal `signals.partner_changed`.
"""
