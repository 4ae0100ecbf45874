"""Answers for the record of changes: who, for whom, with whose consent, what, before and after, why."""
