"""Links that prove an e-mail address: signed, good for 24 hours, and of no use once used.

Known and unknown addresses get a letter alike; only its reader learns which it is.
"""

from dataclasses import dataclass

from django.core import signing

from shop.communication import outbox
from shop.people.models import User

GOOD_SECONDS = 24 * 60 * 60
_JOIN, _CONFIRM = "shop.communication.join", "shop.communication.confirm"


@dataclass(frozen=True)
class Confirmation:
    """An address that its reader wants to use with an account."""

    person: User
    email: str


def send_join_link(email: str, *, language: str) -> None:
    """Send a link to make an account, or the news that the address has one."""
    address = email.strip().lower()
    is_known = User.objects.filter(email=address).exists()
    outbox.send(
        "email_known" if is_known else "join_by_email",
        to=outbox.Recipient("", email=address, language=language),
        secret=signing.dumps(address, salt=_JOIN),
    )


def read_join_link(key: str) -> str | None:
    """Return the address of a link; None if the link is forged or too old."""
    return _read(key, _JOIN)


def send_confirm_link(person: User, email: str) -> None:
    """Send a link by which this address becomes the person's."""
    address = email.strip().lower()
    is_known = User.objects.filter(email=address).exclude(pk=person.pk).exists()
    facts = {"person": person.pk, "email": address, "former": person.email or ""}
    outbox.send(
        "email_known" if is_known else "email_to_confirm",
        to=outbox.Recipient(
            person.name, email=address, language=person.language, person_id=person.pk
        ),
        secret=signing.dumps(facts, salt=_CONFIRM),
    )


def read_confirm_link(key: str) -> Confirmation | None:
    """Return whose address becomes which; None if the link is forged, too old or overtaken."""
    facts = _read(key, _CONFIRM)
    person = facts and User.objects.filter(pk=facts["person"], is_active=True).first()
    if not person or (person.email or "") != facts["former"]:
        return None
    return Confirmation(person, facts["email"])


def _read(key: str, salt: str):
    try:
        return signing.loads(key, salt=salt, max_age=GOOD_SECONDS)
    except signing.BadSignature:
        return None
