"""Answers for orders: what was placed, its parts per partner, adjustments and states.

Hooks for upper storeys: the signals of `signals`, sent inside the transaction, and
`charging.register_room`, which says how much more a heavier part may cost.
"""
