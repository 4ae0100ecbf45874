"""Answers for the record of changes: who, for whom, by whose consent, what, before, after, why."""
