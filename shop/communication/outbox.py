"""The outbox: a message is a row in the transaction of its cause; the worker delivers it.

A message is delivered at least once: a worker killed between delivery and its note of it
delivers again when the lease has run out.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from shop.communication import channels
from shop.communication.gateways.web_push import BrowserGone
from shop.communication.kinds import UnknownKind, kind_named, render, site
from shop.communication.models import Message, PushSubscription
from shop.communication.sealing import CannotUnseal, seal, unseal
from shop.history.models import record
from shop.people.actors import Actor
from shop.people.models import User

LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MAX_ATTEMPTS = 8
HOPELESS = (channels.CannotReach, CannotUnseal, UnknownKind)

log = logging.getLogger(__name__)


class SecretGone(Exception):
    """The message carried a code or a link that is wiped; its owner must make a new one."""


@dataclass(frozen=True)
class Recipient:
    """Whom a message is for; `phone` is E.164 or empty, `language` `id` or `en`."""

    name: str
    phone: str = ""
    email: str = ""
    language: str = "id"
    person_id: int | None = None


def recipient_of(person: User) -> Recipient:
    """A signed-in person as a recipient."""
    return Recipient(
        person.name, person.phone or "", person.email or "", person.language, person.pk
    )


def send(
    kind: str,
    *,
    to: Recipient,
    values: Mapping[str, object] | None = None,
    secret: str = "",
    about: models.Model | None = None,
    expires_at: datetime | None = None,
    way: str = Message.Way.ANY,
    subscription: PushSubscription | None = None,
) -> Message:
    """Write a message inside the caller's transaction; the worker is woken after its commit.

    `values` are plain JSON values, frozen now; `secret` is kept sealed and wiped when sent or
    expired. With `path` among the values the text ends with a link to that page of the site.
    Raises UnknownKind, or KeyError if the text needs a value that is not there.
    """
    frozen = dict(values or {})
    render(kind_named(kind), values=frozen, secret=secret, name=to.name, language=to.language)
    message = Message.objects.create(
        kind=kind,
        person_id=to.person_id,
        name=to.name,
        phone=to.phone,
        email=to.email,
        language=to.language,
        values=frozen,
        secret=seal(secret) if secret else None,
        about=about_key(about) if about else "",
        expires_at=expires_at,
        way=way,
        subscription=subscription,
    )
    transaction.on_commit(_wake_worker, robust=True)
    return message


def about_key(row: models.Model) -> str:
    """How `Message.about` names a row: `order.Order:12`."""
    return f"{row._meta.label}:{row.pk}"


def deliver_due(*, limit: int = 100) -> int:
    """Deliver what is due, one by one; returns how many left the shop."""
    _expire()
    due = list(Message.objects.due().values_list("pk", flat=True)[:limit])
    return sum(deliver(message_id) for message_id in due)


def deliver(message_id: int) -> bool:
    """Deliver one message; False if it is not due, held by another worker, or fails."""
    lease = timezone.now() + LEASE
    in_time = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    free = Message.objects.due().order_by().filter(in_time, pk=message_id)
    if not free.update(lease_until=lease, attempts=F("attempts") + 1):
        return False
    message = Message.objects.select_related("person").get(pk=message_id)
    try:
        channel = channels.deliver(_letter(message), allowed=_ways(message))
    except BrowserGone as error:
        _settle(message, lease, state=Message.State.EXPIRED, secret=None, **_noted(error))
    except HOPELESS as error:
        _settle(message, lease, state=Message.State.FAILED, secret=None, **_noted(error))
    except Exception as error:
        log.warning("Message %s was not delivered: %s", message_id, type(error).__name__)
        _postpone(message, lease, error)
    else:
        now = timezone.now()
        _settle(message, lease, state=Message.State.SENT, secret=None, sent_at=now, channel=channel)
        return True
    return False


def try_again(message: Message, *, by: Actor) -> None:
    """Put a failed message back in the queue; raises SecretGone if it carried a secret."""
    if "%(secret)s" in str(kind_named(message.kind).text):
        raise SecretGone
    with transaction.atomic():
        failed = Message.objects.filter(pk=message.pk, state=Message.State.FAILED)
        if failed.update(state=Message.State.WAITING, attempts=0, due_at=timezone.now()):
            record("message.try_again", message, by=by)
            transaction.on_commit(_wake_worker, robust=True)


def _letter(message: Message) -> channels.Letter:
    secret = unseal(message.secret) if message.secret else ""
    kind, path = kind_named(message.kind), str(message.values.get("path", ""))
    text = render(
        kind,
        values=message.values,
        secret=secret,
        name=message.name,
        language=message.language,
    )
    if path and path not in text.body and message.way != Message.Way.PUSH:
        text = replace(text, body=f"{text.body}\n{site(message.language)}{path}")
    return channels.Letter(
        message_id=message.pk,
        kind=message.kind,
        name=message.name,
        phone=message.phone,
        email=message.email,
        is_demo_person=bool(message.person and message.person.is_demo),
        text=text,
        way=message.way,
        language=message.language,
        path=path,
        code=secret if kind.is_code else "",
        subscription_id=message.subscription_id,
    )


def _ways(message: Message) -> frozenset[str]:
    """The ways a message may take: its own, or any that its kind allows."""
    reaches = kind_named(message.kind).reaches
    return reaches if message.way == Message.Way.ANY else frozenset({message.way})


def _postpone(message: Message, lease: datetime, error: Exception) -> None:
    if message.attempts >= MAX_ATTEMPTS:
        _settle(message, lease, state=Message.State.FAILED, secret=None, **_noted(error))
        return
    pause = min(FIRST_PAUSE * 2 ** (message.attempts - 1), LONGEST_PAUSE)
    _settle(message, lease, due_at=timezone.now() + pause, **_noted(error))


def _noted(error: Exception) -> dict[str, str]:
    """Only the error's type: its words may hold a phone number or an address."""
    return {"last_error": type(error).__name__}


def _settle(message: Message, lease: datetime, **values: object) -> None:
    """Write the outcome and give the lease back, if it is still ours."""
    Message.objects.filter(pk=message.pk, state=Message.State.WAITING, lease_until=lease).update(
        lease_until=None, **values
    )


def _expire() -> None:
    """Give up what is too late and wipe its secret, unless it is being delivered right now."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    late = Message.objects.filter(free, state=Message.State.WAITING, expires_at__lte=now)
    late.update(state=Message.State.EXPIRED, secret=None)


def _wake_worker() -> None:
    from shop.communication.tasks import deliver_messages  # noqa: PLC0415 - tasks import this module

    deliver_messages()
