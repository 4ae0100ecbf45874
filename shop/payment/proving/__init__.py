"""Proof that the ledger is whole: the rules of MONEY that always hold, and what breaks them."""
