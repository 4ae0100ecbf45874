"""Answers for WHO sells: the UMKM's profile, people, stall and consents."""
