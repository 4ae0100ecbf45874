"""Answers for money: how orders are paid, whose it is, and how it reaches them.

Rooms: `methods` (ways to pay), `card` (the card provider), `collecting` (whose account),
`incoming` (what statements show), `refunding`, `paying_out`, `papers`, `proving` (the ledger is
whole), `tables` (rows). On the ground floor: the ledger and what a payment turns into.

Hooks for upper storeys: the signals of `signals`, and
`paying_out.payout_accounts.register_owner_check`. Receives the signals of `shop.order` (see
`receivers`), and decides by `shop.order.charging` what a part may still cost and when goods leave.
"""
