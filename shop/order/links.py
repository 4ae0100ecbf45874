"""Secret links to an order. Only a hash is kept; each message carries a link of its own."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from shop.history.models import record
from shop.people.actors import Actor

from .models import Order, OrderToken

SECRET_BYTES = 24


def mint(order: Order) -> str:
    """Make one more link to an order and return its secret (192 random bits), once."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    OrderToken.objects.create(order=order, token_hash=_hash(secret))
    return secret


def mark(secret: str) -> str:
    """Return what a browser's session may keep of a link: it opens nothing by itself."""
    return _hash(secret)


def find(secret: str) -> Order | None:
    """Return the order a secret opens, or None if it is unknown or revoked."""
    return find_marked(_hash(secret))


def find_marked(mark: str) -> Order | None:
    """Return the order of the link with this mark, or None if it is unknown or revoked."""
    token = (
        OrderToken.objects.filter(token_hash=mark, revoked_at__isnull=True)
        .select_related("order")
        .first()
    )
    return token.order if token else None


@transaction.atomic
def revoke(order: Order, *, by: Actor) -> int:
    """Close every link to an order; returns how many were open."""
    revoked = order.tokens.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    if revoked:
        record("order.links_revoked", order, by=by, after={"links": revoked})
    return revoked


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
