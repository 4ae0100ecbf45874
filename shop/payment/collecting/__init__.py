"""Whose account money goes to: collectors, their accounts and QRIS codes, confirmed by two."""
