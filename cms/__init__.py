"""Answers for TELLING it: Wagtail's pages, pictures and documents."""
