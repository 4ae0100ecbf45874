"""Answers for placing an order: the draft, the check, the placing, and expiry.

Above order and payment, it orchestrates both.
"""
