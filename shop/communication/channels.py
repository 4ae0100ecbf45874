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

from shop.communication.gateways import sms, web_push, whatsapp
from shop.communication.kinds import EMAIL, PHONE, PUSH, Text, prefix
from shop.communication.models import PushSubscription
from shop.people.models import User
from shop.people.phones import is_demo


@dataclass(frozen=True)
class Letter:
    """A rendered message on its way; `phone` is E.164 or empty.

    `way` is one of `Message.Way`; `path` the page it leads to; `code` the one-time code in it.
    """

    message_id: int
    kind: str
    name: str
    phone: str
    email: str
    is_demo_person: bool
    text: Text
    way: str = "any"
    language: str = "id"
    path: str = ""
    code: str = ""
    subscription_id: int | None = None


class CannotReach(Exception):
    """No channel in use reaches this person; trying again would not help."""


class Channel(Protocol):
    """One way out; `deliver` raises whatever its transport raises.

    `ways` are those of `kinds` that it serves: a local channel serves all.
    """

    name: str
    is_gateway: bool
    ways: frozenset[str]

    def reaches(self, letter: Letter, allowed: frozenset[str]) -> bool: ...

    def deliver(self, letter: Letter) -> None: ...


class Local:
    """A channel on this machine: it gets a copy of everything."""

    is_gateway = False
    ways = frozenset({PHONE, EMAIL, PUSH})

    def reaches(self, letter: Letter, allowed: frozenset[str]) -> bool:
        return True


class Console(Local):
    """Prints, for development."""

    name = "console"

    def deliver(self, letter: Letter) -> None:
        to = letter.phone or letter.email
        print(f"\n✉ {letter.name} <{to}>\n{letter.text.subject}\n{letter.text.body}\n", flush=True)


class File(Local):
    """One JSON line a message in OUTBOX_FILE, readable by the shop only."""

    name = "file"

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
    ways = frozenset({EMAIL})

    def reaches(self, letter: Letter, allowed: frozenset[str]) -> bool:
        return bool(letter.email) and EMAIL in allowed

    def deliver(self, letter: Letter) -> None:
        EmailMessage(letter.text.subject, letter.text.body, to=[letter.email]).send()


class ByPhone:
    """A gateway that needs a phone number."""

    is_gateway = True
    ways = frozenset({PHONE})

    def reaches(self, letter: Letter, allowed: frozenset[str]) -> bool:
        return bool(letter.phone) and PHONE in allowed


class WhatsApp(ByPhone):
    """Meta's Cloud API."""

    name = "whatsapp"

    def deliver(self, letter: Letter) -> None:
        if letter.code:
            whatsapp.send_code(letter.phone, letter.code, language=letter.language)
        else:
            whatsapp.send_text(letter.phone, letter.text.body, language=letter.language)


class Sms(ByPhone):
    """Any provider of short messages."""

    name = "sms"

    def deliver(self, letter: Letter) -> None:
        sms.send_text(letter.phone, letter.text.body)


class Push:
    """A notice in a browser: the subject and a path, nothing else about anybody."""

    name = "push"
    is_gateway = True
    ways = frozenset({PUSH})

    def reaches(self, letter: Letter, allowed: frozenset[str]) -> bool:
        return letter.subscription_id is not None and PUSH in allowed and web_push.is_set_up()

    def deliver(self, letter: Letter) -> None:
        browser = PushSubscription.objects.filter(pk=letter.subscription_id).first()
        if browser is None:
            raise web_push.BrowserGone
        path = prefix(letter.language) + letter.path if letter.path else ""
        notice = {"title": settings.SITE_NAME, "text": letter.text.subject, "path": path}
        try:
            web_push.send(
                browser.endpoint,
                p256dh=browser.p256dh,
                auth=browser.auth,
                payload=json.dumps(notice, ensure_ascii=False).encode(),
            )
        except web_push.BrowserGone:
            browser.delete()
            raise


CHANNELS: dict[str, Channel] = {
    channel.name: channel for channel in (Console(), File(), WhatsApp(), Sms(), Email(), Push())
}


def channels_in_use() -> list[Channel]:
    """The channels that OUTBOX_CHANNELS names."""
    try:
        return [CHANNELS[name] for name in settings.OUTBOX_CHANNELS]
    except KeyError as error:
        raise ImproperlyConfigured(f"OUTBOX_CHANNELS names no channel of ours: {error}") from error


def serves(way: str) -> bool:
    """Say whether a channel in use, local ones counted, serves a way of `kinds`."""
    return any(way in channel.ways for channel in channels_in_use())


def has_phone_gateway() -> bool:
    """Say whether messages reach phones; where not, volunteers call, and screens say so."""
    return any(channel.is_gateway and PHONE in channel.ways for channel in channels_in_use())


def phone_gateways() -> list[str]:
    """Return the names of the channels that reach phones, in use or not."""
    return [
        name for name, channel in CHANNELS.items() if channel.is_gateway and PHONE in channel.ways
    ]


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
    """The one place where demo people are kept from every gateway.

    Some letters know an address and no person: those that must not tell whether it is known.
    """
    return (
        letter.is_demo_person
        or is_demo(letter.phone)
        or bool(letter.email and User.objects.filter(is_demo=True, email=letter.email).exists())
    )


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
