"""Answers for Indonesian addresses, down to the village."""
