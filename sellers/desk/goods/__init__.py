"""The desk's pages about listings: all of them, a new one, the parts of one, the price list."""
