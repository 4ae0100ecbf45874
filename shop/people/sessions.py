"""Ending sessions: each carries the person's epoch; raising it makes all of them strangers."""

from django.db.models import F

from .models import User


def end_all(person: User) -> None:
    """End every session of a person, this one too; callers write the event that says why."""
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
