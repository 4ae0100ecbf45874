"""Answers for WHERE: regions by their Kemendagri code, and who is assigned to them.

Hook for upper storeys: the signal `signals.assignment_changed`, sent inside the
transaction that changes an assignment.
"""
