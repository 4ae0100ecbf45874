"""Answers for money: payment methods, collectors, receipts, the ledger, refunds.

Hook for upper storeys: `signals.came_late`, when money comes for an order that no longer waits.
Receives the signals of `shop.order` (see `receivers`).
"""
