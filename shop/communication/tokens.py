"""Secrets of links: 128 random bits for the person, a hash for the database."""

import hashlib
import secrets


def new_token() -> str:
    """22 characters for an address; only its holder and the outbox ever have it."""
    return secrets.token_urlsafe(16)


def hash_token(token: str) -> str:
    """What the database keeps. 128 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
