"""Answers for money: payment methods, collectors, the ledger, refunds."""
