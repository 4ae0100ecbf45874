"""Seals the secret part of a waiting message with a key that is not in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class CannotUnseal(ValueError):
    """The secret was sealed with another key."""


def seal(secret: str) -> bytes:
    return _cipher().encrypt(secret.encode())


def unseal(sealed: bytes) -> str:
    """The secret; raises CannotUnseal."""
    try:
        return _cipher().decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise CannotUnseal from error


def _cipher() -> Fernet:
    """Keyed by OUTBOX_KEY, or where none is set by SECRET_KEY."""
    key = settings.OUTBOX_KEY or settings.SECRET_KEY
    digest = hashlib.sha256(b"outbox:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
