"""Answers for FINDING it: one engine contract, and the engines behind it."""
