"""Pieces that `make` calls."""
