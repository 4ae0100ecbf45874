"""The ways a message leaves the shop. Settings name those in use, in order of preference.

Local channels (console, file) always get a copy. Gateways reach the world; the first one that
works is enough. Demo people are refused here, once, for every gateway.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from shop.communication.kinds import EMAIL, Text
from shop.people.phones import is_demo


@dataclass(frozen=True)
class Letter:
    """A rendered message on its way; `phone` is E.164 or empty."""

    message_id: int
    kind: str
    name: str
    phone: str
    email: str
    is_demo_person: bool
    text: Text


class CannotReach(Exception):
    """No channel in use reaches this person; trying again would not help."""


class Channel(Protocol):
    """One way out; `deliver` raises whatever its transport raises."""

    name: str
    is_gateway: bool

    def reaches(self, letter: Letter, allowed: frozenset[str]) -> bool: ...

    def deliver(self, letter: Letter) -> None: ...


class Console:
    """Prints, for development."""

    name = "console"
    is_gateway = False

    def reaches(self, letter: Letter, allowed: frozenset[str]) -> bool:
        return True

    def deliver(self, letter: Letter) -> None:
        to = letter.phone or letter.email
        print(f"\n✉ {letter.name} <{to}>\n{letter.text.subject}\n{letter.text.body}\n", flush=True)


class File:
    """One JSON line a message in OUTBOX_FILE, readable by the shop only."""

    name = "file"
    is_gateway = False

    def reaches(self, letter: Letter, allowed: frozenset[str]) -> bool:
        return True

    def deliver(self, letter: Letter) -> None:
        line = json.dumps(asdict(letter), ensure_ascii=False) + "\n"
        handle = os.open(settings.OUTBOX_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)


class Email:
    """Django's mail backend."""

    name = "email"
    is_gateway = True

    def reaches(self, letter: Letter, allowed: frozenset[str]) -> bool:
        return bool(letter.email) and EMAIL in allowed

    def deliver(self, letter: Letter) -> None:
        EmailMessage(letter.text.subject, letter.text.body, to=[letter.email]).send()


CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (Console(), File(), Email())}


def channels_in_use() -> list[Channel]:
    """The channels that OUTBOX_CHANNELS names."""
    try:
        return [CHANNELS[name] for name in settings.OUTBOX_CHANNELS]
    except KeyError as error:
        raise ImproperlyConfigured(f"OUTBOX_CHANNELS names no channel of ours: {error}") from error


def deliver(letter: Letter, *, allowed: frozenset[str]) -> str:
    """Hand a letter to the channels in use; returns the name of the one that counts.

    Raises CannotReach, or the last gateway's own error if all of them failed.
    """
    used = [channel for channel in channels_in_use() if channel.reaches(letter, allowed)]
    local = [channel for channel in used if not channel.is_gateway]
    gateways = [channel for channel in used if channel.is_gateway and not _is_demo(letter)]
    for channel in local:
        channel.deliver(letter)
    if gateways:
        return _first_that_works(gateways, letter)
    if not local:
        raise CannotReach
    return local[0].name


def _is_demo(letter: Letter) -> bool:
    """The one place where demo people are kept from every gateway."""
    return letter.is_demo_person or is_demo(letter.phone)


def _first_that_works(gateways: Iterable[Channel], letter: Letter) -> str:
    failure: Exception = CannotReach()
    for channel in gateways:
        try:
            channel.deliver(letter)
        except Exception as error:  # a gateway may raise anything; the next one is tried
            failure = error
        else:
            return channel.name
    raise failure
