"""Append-only events. `record` writes them; nothing edits or deletes them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.people.actors import Actor


class HistoryIsAppendOnly(TypeError):
    """Somebody tried to change or delete an event."""


class EventQuerySet(models.QuerySet):
    def about(self, *subjects) -> "EventQuerySet":
        """Return the events of these rows, oldest first."""
        which = models.Q(pk__in=[])
        for subject in subjects:
            which |= models.Q(subject_type=subject._meta.label, subject_id=str(subject.pk))
        return self.filter(which).order_by("at", "pk")

    def update(self, **kwargs):
        raise HistoryIsAppendOnly("events are never changed")

    def delete(self):
        raise HistoryIsAppendOnly("events are never deleted")


class Event(models.Model):
    """One change: who did what to which row, and why."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    verb = models.CharField(max_length=60, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    actor_label = models.CharField(max_length=150)
    consent = models.CharField(max_length=150, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="event_subject")]

    def __str__(self):
        return f"{self.verb} {self.subject_type} {self.subject_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise HistoryIsAppendOnly("events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise HistoryIsAppendOnly("events are never deleted")


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Actor,
    before: dict | None = None,
    after: dict | None = None,
    reason: str = "",
) -> Event:
    """Write one event inside the caller's transaction.

    `before` and `after` hold plain JSON values of what changed; put no secret and no
    phone number or street in them.
    """
    return Event.objects.create(
        verb=verb,
        subject_type=subject._meta.label,
        subject_id=str(subject.pk),
        person_id=by.person_id,
        on_behalf_of_id=by.on_behalf_of_id,
        actor_label=by.label[:150],
        consent=by.consent,
        before=before or {},
        after=after or {},
        reason=reason,
    )
