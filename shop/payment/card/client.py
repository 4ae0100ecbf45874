"""The one way to the card provider: its client, its minor units, and how it refuses.

Only this package imports `stripe`. A call gives up after STRIPE_TIMEOUT seconds and is never
repeated here: what must be repeated is a ProviderCall. Nothing is called inside a transaction.
"""

import os
from functools import cache

import stripe
from django.conf import settings
from django.db import connection

from shop.payment.tables.card_models import MINOR

CURRENCY = "idr"


#: Our key is wrong or may not do this, it is busy, or we ask too much: says nothing of the call.
SAYS_NOTHING = (401, 403, 409, 429)


class Unanswered(Exception):
    """No answer, or none that says what happened: it may or may not have been done.

    `is_replayed`: the provider keeps an error of its own for the call's key, so that sending
    the same again never brings another answer.
    """

    def __init__(self, message: str, *, is_replayed: bool = False):
        super().__init__(message)
        self.is_replayed = is_replayed


class Refused(Exception):
    """The provider said no; `code` is its word for the reason, `status` the HTTP status."""

    def __init__(self, code: str, message: str, status: int):
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


class NotWholeRupiah(ValueError):
    """An amount in IDR that is no whole rupiah."""


class InsideTransaction(RuntimeError):
    """The provider must not be called while rows are locked."""


def is_configured() -> bool:
    """Say whether cards can be paid here at all."""
    return bool(settings.STRIPE_SECRET_KEY)


def is_live() -> bool:
    """Say whether our key moves real money; events of the other kind are not ours."""
    return "_live_" in settings.STRIPE_SECRET_KEY


def to_minor(rupiah: int) -> int:
    """Return whole rupiah as the provider counts them."""
    return rupiah * MINOR


def to_rupiah(minor: int) -> int:
    """Return the provider's IDR amount in rupiah. Raises NotWholeRupiah for a fraction."""
    rupiah, rest = divmod(minor, MINOR)
    if rest:
        raise NotWholeRupiah(str(minor))
    return rupiah


def ask(request, *arguments, **named):
    """Call one function of the client; translate how it fails.

    Raises Unanswered, Refused or InsideTransaction.
    """
    if _is_in_transaction():
        raise InsideTransaction
    try:
        return request(*arguments, **named)
    except stripe.APIConnectionError as error:
        raise Unanswered(str(error)) from error
    except stripe.StripeError as error:
        status = error.http_status or 0
        if not status or status >= 500 or status in SAYS_NOTHING:
            raise Unanswered(
                f"{status} {error.code or ''}".strip(), is_replayed=_is_replayed(error)
            ) from error
        raise Refused(
            error.code or type(error).__name__, error.user_message or "", status
        ) from error


def _is_replayed(error: stripe.StripeError) -> bool:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    return headers.get("idempotent-replayed") == "true"


def _is_in_transaction() -> bool:
    """Say whether rows may be locked; the transaction around a test doesn't count, as in Django."""
    blocks = connection.atomic_blocks
    return bool(blocks) and not blocks[-1]._from_testcase


def client() -> stripe.StripeClient:
    """Return the provider's client as the settings describe it."""
    return _client(
        settings.STRIPE_SECRET_KEY,
        settings.STRIPE_API_BASE,
        settings.STRIPE_API_VERSION,
        settings.STRIPE_TIMEOUT,
    )


@cache
def _client(key: str, base: str, version: str, timeout: float) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": base},
        stripe_version=version,
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=timeout),
    )


# Two processes that go on with one connection would read each other's answers.
os.register_at_fork(after_in_child=_client.cache_clear)
