"""Answers for the basket: Oscar's, with one query for its lines and no offers."""
