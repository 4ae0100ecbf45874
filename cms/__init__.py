"""Answers for TELLING it: Wagtail's pages, pictures and documents.

Pages answer at the addresses that no route takes, in Indonesian without a prefix and in
English under `/en/` with the same path words.
"""
