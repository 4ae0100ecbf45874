"""Answers for the basket: Oscar's, with one query for its lines and no offers.

Verbs are in `lines` (add, set a quantity, remove), their refusals in `refusals`, and what
a basket shows (one part per partner, with what changed) in `parts`.
"""
