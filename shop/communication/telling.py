"""Telling a person by every way she has: phone, e-mail, each browser with notices, and inbox.

The outbox delivers each way by itself, so one that fails keeps no other from arriving. What
carries a secret goes neither to a browser nor to the inbox.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone, translation

from shop.communication import channels
from shop.communication.kinds import EMAIL, PHONE, PUSH, kind_named, render
from shop.communication.models import Message
from shop.communication.outbox import about_key, recipient_of, send
from shop.look.words import moment
from shop.people.models import User

Way = Message.Way


@transaction.atomic
def tell(
    person: User,
    kind: str,
    *,
    values: Mapping[str, object] | None = None,
    secret: str = "",
    about: models.Model | None = None,
    expires_at: datetime | None = None,
    path: str = "",
) -> list[Message]:
    """Write a message for each way a person has; returns them, none for a closed account.

    Times among the values, and lazy translations, are written in her language. `path` (without
    a language prefix) is where the message leads. Raises what `outbox.send` raises.
    """
    if not person.is_active or person.anonymised_at:
        return []
    frozen = _written(values or {}, person.language) | ({"path": path} if path else {})
    said = {"values": frozen, "about": about, "expires_at": expires_at}
    to = recipient_of(person)
    reaches = kind_named(kind).reaches
    told = []
    if person.phone and PHONE in reaches and channels.serves(PHONE):
        told.append(send(kind, to=to, way=Way.PHONE, secret=secret, **said))
    if person.email and EMAIL in reaches and channels.serves(EMAIL):
        told.append(send(kind, to=to, way=Way.EMAIL, secret=secret, **said))
    if secret:
        return told
    if channels.serves(PUSH):
        told += [
            send(kind, to=to, way=Way.PUSH, subscription=browser, **said)
            for browser in person.push_subscriptions.order_by("pk")
        ]
    told.append(_put_into_inbox(person, kind, frozen, about))
    return told


def _put_into_inbox(
    person: User, kind: str, values: dict[str, object], about: models.Model | None
) -> Message:
    """Write the row that her inbox shows; it is delivered by standing there."""
    render(kind_named(kind), values=values, secret="", name=person.name, language=person.language)
    return Message.objects.create(
        kind=kind,
        person=person,
        name=person.name,
        language=person.language,
        values=values,
        about=about_key(about) if about else "",
        way=Way.INBOX,
        state=Message.State.SENT,
        channel="inbox",
        sent_at=timezone.now(),
    )


def _written(values: Mapping[str, object], language: str) -> dict[str, object]:
    with translation.override(language):
        return {
            name: moment(value)
            if isinstance(value, datetime)
            else value
            if isinstance(value, int)
            else str(value)
            for name, value in values.items()
        }
