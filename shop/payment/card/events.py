"""Webhooks: whether they are the provider's and ours, and one row for each that took effect."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import stripe
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.payment.models import ProviderEvent
from shop.people.actors import Actor

from . import client

State = ProviderEvent.State
#: Bytes; the provider's own events are far smaller.
LARGEST = 256 * 1024
#: Seconds that a signature stays good (docs.stripe.com/webhooks/signature).
OLDEST_SIGNATURE = 300


class NotGenuine(Exception):
    """Not signed by the provider with one of our secrets, too old, or no event at all."""


class NotOurs(Exception):
    """Genuine, but of another account, or of the other of its two worlds (test and live)."""

    def __init__(self, event: "Incoming", reason: Promise):
        super().__init__(reason)
        self.event, self.reason = event, reason


class SeenBefore(Exception):
    """An event with this id has had its effect."""


@dataclass(frozen=True)
class Incoming:
    """What is believed of an event: which object to read again. Nothing else in it is used."""

    id: str
    type: str
    object_id: str
    api_version: str = ""
    created: datetime | None = None

    @property
    def body(self) -> dict[str, str]:
        """What is kept of it: no name, no address, no card of the payer."""
        return {"id": self.id, "type": self.type, "object": self.object_id}


def verify(body: bytes, header: str) -> Incoming:
    """Return the event in a request's raw body. Raises NotGenuine or NotOurs."""
    if len(body) > LARGEST:
        raise NotGenuine("too large")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise NotGenuine("no text") from error
    if not any(_is_signed(text, header, secret) for secret in settings.STRIPE_WEBHOOK_SECRETS):
        raise NotGenuine("signature")
    try:
        raw = json.loads(text)
        found = Incoming(
            id=_text(raw["id"]),
            type=_text(raw["type"]),
            object_id=_text(raw["data"]["object"].get("id") or "-"),
            api_version=str(raw.get("api_version") or "")[:40],
            created=datetime.fromtimestamp(int(raw["created"]), UTC),
        )
        is_live, account = raw["livemode"], raw.get("account") or ""
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise NotGenuine("no event") from error
    if is_live is not client.is_live():
        raise NotOurs(found, _("It is of the other world, test or live."))
    if account and account != settings.STRIPE_ACCOUNT:
        raise NotOurs(found, _("It is of another account."))
    return found


def take_once(event: Incoming | None) -> ProviderEvent | None:
    """Write an event's row inside the transaction of its effect. Raises SeenBefore.

    Two at once wait for each other on the row's unique id; without an event there is no row.
    """
    if event is None:
        return None
    try:
        with transaction.atomic():
            return ProviderEvent.objects.create(
                event_id=event.id,
                type=event.type[:80],
                object_id=event.object_id[:255],
                api_version=event.api_version,
                body=event.body,
                state=State.DONE,
                happened_at=event.created,
            )
    except IntegrityError as error:
        raise SeenBefore(event.id) from error


def is_known(event_id: str) -> bool:
    """Say whether an event has had its effect."""
    return ProviderEvent.objects.filter(event_id=event_id).exists()


def quarantine(row: ProviderEvent | None, object_id: str, reason: str | Promise) -> ProviderEvent:
    """Show staff what does not fit, once per object and reason, with or without an event."""
    reason = in_words(reason)
    if row is None:
        row, _made = ProviderEvent.objects.get_or_create(
            event_id=f"found:{object_id}"[:255],
            defaults={
                "type": "found",
                "object_id": object_id[:255],
                "state": State.QUARANTINED,
                "reason": reason,
            },
        )
    is_shown = _unsettled(object_id).filter(reason=reason).exclude(pk=row.pk).exists()
    state = State.KEPT if is_shown else State.QUARANTINED
    if (row.state, row.reason) != (state, reason):
        row.state, row.reason, row.settled_at = state, reason, None
        row.save(update_fields=["state", "reason", "settled_at"])
    return row


def fits_now(object_id: str) -> None:
    """Take what didn't fit before off the staff's list."""
    _unsettled(object_id).update(state=State.DONE, settled_at=timezone.now())


def _unsettled(object_id: str) -> QuerySet[ProviderEvent]:
    return ProviderEvent.objects.filter(
        object_id=object_id, state=State.QUARANTINED, settled_at__isnull=True
    )


@transaction.atomic
def set_aside(event: Incoming, reason: str | Promise) -> None:
    """Keep an event that must not be acted on for staff to see. Raises SeenBefore."""
    quarantine(take_once(event), event.object_id, reason)


@transaction.atomic
def keep(event: Incoming) -> None:
    """Keep an event that there is nothing to do about. Raises SeenBefore."""
    row = take_once(event)
    ProviderEvent.objects.filter(pk=row.pk).update(state=State.KEPT)


@transaction.atomic
def look_at(row: ProviderEvent, *, note: str, by: Actor) -> None:
    """Staff have looked at a quarantined event and done what was to do. Raises WrongState."""
    rows = ProviderEvent.objects.filter(pk=row.pk, state=State.QUARANTINED, settled_at__isnull=True)
    if not rows.update(settled_at=timezone.now()):
        raise states.WrongState("looked at")
    record("provider_event.looked_at", row, by=by, after={"type": row.type}, reason=note)


def in_words(reason: str | Promise) -> str:
    """Return a reason as staff read it, as long as a row keeps it."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(reason)[:300]


def _is_signed(text: str, header: str, secret: str) -> bool:
    check: Callable = stripe.WebhookSignature.verify_header
    if not header.isascii():
        return False
    try:
        return check(text, header, secret, OLDEST_SIGNATURE)
    except (stripe.SignatureVerificationError, ValueError):
        return False


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 255:
        raise ValueError(value)
    return value
