"""A stall's goods as its own people handle them: the shelf, the first listing, the price list."""
