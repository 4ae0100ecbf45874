"""Answers for every buyer page that joins storeys: browse, product, stall, village shelf, basket, order."""
