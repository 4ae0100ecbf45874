"""Answers for the buyer's pages that join storeys: browse, listing, stall, basket, order."""
