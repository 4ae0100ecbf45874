"""Answers for cards: the provider's pages, our calls to it, its webhooks, and reconciliation."""
