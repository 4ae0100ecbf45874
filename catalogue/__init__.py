"""Answers for WHAT is sold: listings with their sale unit, season and freshness.

Hook for upper storeys: the rows of `ListingChange`, written in the transaction that
changes what buyers may see; every search index follows them.
"""
