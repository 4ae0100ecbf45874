"""Test messages to staff, and which ways out have proven themselves lately."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.communication import channels
from shop.communication.kinds import EMAIL, PHONE, register_kind
from shop.communication.models import Message
from shop.communication.telling import tell
from shop.history.models import record
from shop.people.actors import Actor
from shop.people.models import User

KIND = "channel_test"
#: How long a test that arrived counts.
COUNTS_FOR = timedelta(days=30)

register_kind(
    KIND,
    subject=_("Test message"),
    text=_("This is a test of %(site_name)s. If you can read it, messages arrive."),
    reaches=(PHONE, EMAIL),
)


@transaction.atomic
def send_test(person: User, *, by: Actor) -> list[Message]:
    """Send a test to a person's phone and e-mail address, as far as she has them."""
    sent = tell(person, KIND)
    record("channel.tested", person, by=by)
    return [message for message in sent if message.way in (Message.Way.PHONE, Message.Way.EMAIL)]


def untested() -> list[str] | None:
    """Return the ways set up whose test did not arrive within 30 days; None: nothing is set up."""
    gateways = [
        channel
        for channel in channels.channels_in_use()
        if channel.is_gateway and channel.ways & {PHONE, EMAIL}
    ]
    if not gateways:
        return None
    since = timezone.now() - COUNTS_FOR
    arrived = Message.objects.filter(kind=KIND, state=Message.State.SENT, sent_at__gte=since)
    tested = set(arrived.values_list("channel", flat=True))
    ways = {way for channel in gateways for way in channel.ways & {PHONE, EMAIL}}
    proven = {way for channel in gateways if channel.name in tested for way in channel.ways}
    return sorted(channel.name for channel in gateways if channel.ways & (ways - proven))
