"""Browsers that show a person's notices: switched on and off by herself."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.communication.gateways import web_push
from shop.communication.models import PushSubscription
from shop.history.models import record
from shop.people.actors import Actor
from shop.people.models import User

MOST_BROWSERS = 10
POINT_BYTES, AUTH_BYTES = 65, 16
#: A host of plain letters alone: what one library reads as part of a name ends it for another.
WRITTEN = re.compile(r"https://[a-z0-9.-]+(?::443)?(?:/[!-~]*)?", re.IGNORECASE)


class BadSubscription(ValueError):
    """What the browser sent is no subscription to a push service that we know."""

    def __str__(self) -> str:
        return str(_("Notices can't be switched on in this browser."))


@transaction.atomic
def switch_on(person: User, *, endpoint: str, p256dh: str, auth: str, by: Actor) -> None:
    """Let a browser show a person's notices; one that showed somebody else's changes over.

    The server will call `endpoint`, so only hosts of PUSH_HOSTS are taken: an address of our own
    network would be called as well. Raises BadSubscription.
    """
    _require_push_service(endpoint)
    if (_length(p256dh), _length(auth)) != (POINT_BYTES, AUTH_BYTES):
        raise BadSubscription
    keys = {"person": person, "p256dh": p256dh, "auth": auth}
    if PushSubscription.objects.filter(endpoint=endpoint, **keys).exists():
        return
    PushSubscription.objects.update_or_create(endpoint=endpoint, defaults=keys)
    kept = person.push_subscriptions.order_by("-pk").values_list("pk", flat=True)[:MOST_BROWSERS]
    person.push_subscriptions.exclude(pk__in=list(kept)).delete()
    record("person.notices_on", person, by=by)


@transaction.atomic
def switch_off(person: User, *, endpoint: str, by: Actor) -> bool:
    """Show no more notices in a browser; say whether it showed this person's."""
    gone, _rows = person.push_subscriptions.filter(endpoint=endpoint).delete()
    if gone:
        record("person.notices_off", person, by=by)
    return bool(gone)


def _require_push_service(endpoint: str) -> None:
    try:
        address = urlsplit(endpoint)
        port = address.port
    except ValueError as error:
        raise BadSubscription from error
    host = (address.hostname or "").rstrip(".")
    is_known = any(
        host == known or (known.startswith(".") and host.endswith(known))
        for known in settings.PUSH_HOSTS
    )
    if (
        address.scheme != "https"
        or port not in (None, 443)
        or "@" in address.netloc
        or not WRITTEN.fullmatch(endpoint)
        or len(endpoint) > PushSubscription._meta.get_field("endpoint").max_length
        or not is_known
    ):
        raise BadSubscription


def _length(key: str) -> int:
    try:
        return len(web_push.read_key(key))
    except ValueError:
        return 0
