"""Web push: a notice encrypted for one browser (RFC 8030, RFC 8291), signed (RFC 8292, VAPID)."""

import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

from .asking import GatewayFailed, ask

#: Seconds that a push service keeps a notice for a phone that is off, and that a signature holds.
KEPT_FOR = 12 * 60 * 60
KEY_BYTES = 32


class BrowserGone(Exception):
    """The browser no longer wants notices; its subscription is of no use."""


def is_set_up() -> bool:
    """Say whether this installation has a key to sign notices with."""
    return bool(settings.VAPID_PRIVATE_KEY)


def new_private_key() -> str:
    """Return a new key for VAPID_PRIVATE_KEY: 32 bytes of the curve P-256, base64url."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _written(number.to_bytes(KEY_BYTES, "big"))


def public_key() -> str:
    """Return the public key that a browser subscribes with, base64url."""
    point = _key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _written(point)


def send(endpoint: str, *, p256dh: str, auth: str, payload: bytes) -> None:
    """Encrypt a notice (at most 3,000 bytes) for a browser and hand it to its push service.

    Raises BrowserGone for 404 and 410, GatewayFailed otherwise.
    """
    try:
        body = http_ece.encrypt(
            payload,
            salt=os.urandom(16),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=read_key(p256dh),
            auth_secret=read_key(auth),
            version="aes128gcm",
        )
    except (ValueError, http_ece.ECEException) as error:
        raise BrowserGone from error
    address = urlsplit(endpoint)
    claims = {
        "aud": f"{address.scheme}://{address.netloc}",
        "exp": int(time.time()) + KEPT_FOR,
        "sub": settings.VAPID_CONTACT,
    }
    headers = {
        **_key().sign(claims),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_FOR),
        "Urgency": "high",
    }
    try:
        ask(endpoint, body=body, headers=headers)
    except GatewayFailed as failure:
        if failure.status in (404, 410):
            raise BrowserGone from failure
        raise


def read_key(text: str) -> bytes:
    """Return the bytes of a browser's key, base64url with or without its padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _key() -> Vapid02:
    return Vapid02.from_raw(settings.VAPID_PRIVATE_KEY.encode())


def _written(key: bytes) -> str:
    return urlsafe_b64encode(key).rstrip(b"=").decode()
