"""Kinds of messages: their owners say how each reads and where it may go."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

#: The ways of `Message.Way` that a channel may serve.
PHONE, EMAIL, PUSH = "phone", "email", "push"
#: An address of the shop in a text, with the few words that only point to it ("See:").
_ADDRESS = re.compile(r"((?<=[.!?])\s+(?:\w+ ?){1,3})?:?\s*%\(site\)s\S*")


class UnknownKind(LookupError):
    """No package registered this kind of message."""


@dataclass(frozen=True)
class Kind:
    """How one kind of message reads.

    `subject` and `text` are lazy translations with `%(name)s` places: for the frozen values, and
    for `secret`, `site` (address of the shop in the reader's language, without a slash at the
    end), `site_name` and `name` (the recipient's). `is_code` says that the secret is a one-time
    code, which some gateways send by a form of its own.
    """

    name: str
    subject: str
    text: str
    reaches: frozenset[str]
    is_code: bool = False


@dataclass(frozen=True)
class Text:
    """A message as its reader sees it."""

    subject: str
    body: str


_kinds: dict[str, Kind] = {}


def register_kind(
    name: str,
    *,
    subject: str,
    text: str,
    reaches: tuple[str, ...] = (PHONE, EMAIL),
    is_code: bool = False,
) -> Kind:
    """Tell how a kind reads and by which ways it may go; call it when the app starts."""
    _kinds[name] = Kind(name, subject, text, frozenset(reaches), is_code)
    return _kinds[name]


def kind_named(name: str) -> Kind:
    """The registered kind; raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError as error:
        raise UnknownKind(name) from error


def site(language: str) -> str:
    """The shop's address for readers of a language, without a slash at the end."""
    return settings.SITE_URL.rstrip("/") + prefix(language)


def prefix(language: str) -> str:
    """Where the pages of a language begin: nowhere, or `/en`."""
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def render(
    kind: Kind,
    *,
    values: Mapping[str, object],
    secret: str,
    name: str,
    language: str,
    has_link: bool = False,
) -> Text:
    """The words for one reader; raises KeyError if a value is missing.

    With `has_link` the place that shows them leads on by itself: the text names no address.
    """
    known = {
        "site": site(language),
        "site_name": settings.SITE_NAME,
        "name": name,
        "secret": secret,
    }
    with translation.override(language):
        subject, text = str(kind.subject), str(kind.text)
        if has_link:
            text = _ADDRESS.sub(_full_stop, text)
        # A line break in somebody's name would end the subject, so that no mail could be sent.
        one_line = " ".join((subject % {**known, **values}).split())
        return Text(one_line, text % {**known, **values})


def _full_stop(address: re.Match) -> str:
    """End the sentence that an address ended."""
    return "" if address.string[: address.start()].endswith((".", "!", "?")) else "."
