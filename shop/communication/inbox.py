"""A person's inbox: what she was told, newest first, over all her stalls.

Reading changes nothing that people own, so it writes no history event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from shop.communication.kinds import UnknownKind, kind_named, render
from shop.communication.models import Message
from shop.people.models import User


@dataclass(frozen=True)
class Entry:
    """A message as its reader sees it; `path` is where it leads, or empty."""

    pk: int
    subject: str
    text: str
    path: str
    at: datetime
    is_read: bool


def of(person: User) -> QuerySet[Message]:
    """Return a person's messages, newest first."""
    return Message.objects.filter(person=person, way=Message.Way.INBOX)


def unread(person: User) -> int:
    """Return how many messages she has not opened."""
    return of(person).filter(read_at__isnull=True).count()


def entries(messages: Iterable[Message]) -> list[Entry]:
    """Render messages in the present language; kinds that are no more are left out."""
    language = get_language() or "id"
    shown = []
    for message in messages:
        try:
            kind = kind_named(message.kind)
        except UnknownKind:
            continue
        text = render(
            kind,
            values=message.values,
            secret="",
            name=message.name,
            language=language,
            has_link=True,
        )
        shown.append(
            Entry(
                pk=message.pk,
                subject=text.subject,
                text=text.body,
                path=str(message.values.get("path", "")),
                at=message.created_at,
                is_read=message.read_at is not None,
            )
        )
    return shown


def mark_read(messages: QuerySet[Message]) -> int:
    """Note that these messages were opened; returns how many were new."""
    return messages.filter(read_at__isnull=True).update(read_at=timezone.now())
