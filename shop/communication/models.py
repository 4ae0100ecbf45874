"""The outbox, one-time codes and conversations."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet):
    def due(self, at=None) -> "MessageQuerySet":
        """Return messages whose turn has come and whose lease, if any, has run out."""
        at = at or timezone.now()
        return self.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=at),
            state=Message.State.WAITING,
            due_at__lte=at,
        ).order_by("due_at", "pk")


class Message(models.Model):
    """One thing to say to one person, written in the transaction of its cause.

    `values` holds plain frozen values; `secret` (a code, an order link's token) is
    encrypted with a key outside the database and wiped when sent or expired.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")

    class Way(models.TextChoices):
        ANY = "any", _("The first way that works")
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        PUSH = "push", _("Notice on the phone")
        INBOX = "inbox", _("Inbox")

    kind = models.CharField(max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    name = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="id")
    values = models.JSONField(default=dict)
    secret = models.BinaryField(null=True, blank=True)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    way = models.CharField(max_length=5, choices=Way.choices, default=Way.ANY)
    subscription = models.ForeignKey(
        "PushSubscription", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="message_due"),
            models.Index(
                fields=["person", "read_at"], name="message_inbox", condition=Q(way="inbox")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_secret_only_while_waiting",
                condition=Q(secret__isnull=True) | Q(state="waiting"),
            )
        ]

    def __str__(self):
        return f"{self.kind} #{self.pk}"


class OneTimeCode(models.Model):
    """A code sent to a phone: hashed, bound to phone, purpose and browser, single use."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phone = models.CharField(max_length=20, db_index=True)
    purpose = models.CharField(max_length=40)
    browser_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        constraints = [
            models.CheckConstraint(name="code_at_most_five_tries", condition=Q(tries__lte=5)),
            models.CheckConstraint(
                name="code_expires_after_creation", condition=Q(expires_at__gt=F("created_at"))
            ),
        ]

    def __str__(self):
        return str(self.reference)


class CodeCount(models.Model):
    """How many codes a phone (or, with an empty phone, the whole site) got on a day."""

    day = models.DateField()
    phone = models.CharField(max_length=20, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "phone"], name="code_count_once")]

    def __str__(self):
        return f"{self.day} {self.count}"


class AddressCount(models.Model):
    """How many codes were asked for from an address (hashed) in an hour."""

    hour = models.DateTimeField()
    address_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hour", "address_hash"], name="address_count_once")
        ]

    def __str__(self):
        return f"{self.hour} {self.count}"


class PushSubscription(models.Model):
    """A browser that shows a person's notices (RFC 8030, RFC 8291)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.URLField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("browser with notices")
        verbose_name_plural = _("browsers with notices")

    def __str__(self):
        return f"#{self.pk}"


class Conversation(models.Model):
    """Messages between people; the row it is about points here."""

    opened_at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="id")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")

    def __str__(self):
        return f"{self.name} #{self.pk}"


class ConversationToken(models.Model):
    """A link to a conversation: 128 random bits, stored hashed, revocable."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("conversation link")
        verbose_name_plural = _("conversation links")

    def __str__(self):
        return f"#{self.pk}"


class Remark(models.Model):
    """One message in a conversation."""

    class Side(models.TextChoices):
        ASKER = "asker", _("Asker")
        ANSWERER = "answerer", _("Answerer")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="remarks")
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.CharField(max_length=150)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:40]


from oscar.apps.communication.models import *  # noqa: E402, F403 - a fork defines its classes first
