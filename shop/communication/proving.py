"""A person's phone counts as proven once a code sent to it came back."""

from django.db import transaction
from django.utils import timezone

from shop.history.models import record
from shop.people.actors import Actor
from shop.people.models import User


@transaction.atomic
def mark_phone_proven(person: User, *, by: Actor) -> None:
    """Note that the person's present phone is proven; the caller has checked the code."""
    person.phone_verified_at = timezone.now()
    person.save(update_fields=["phone_verified_at"])
    record("person.phone_proven", person, by=by)
