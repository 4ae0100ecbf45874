"""What we know of payments by card: the provider's objects, our calls, its events and money."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

#: Stripe counts rupiah in hundredths (docs.stripe.com/currencies, IDR has two decimals there).
MINOR = 100


class CardPayment(models.Model):
    """The provider's side of one payment by card; ids as the provider gives them."""

    payment = models.OneToOneField("payment.Payment", models.PROTECT, related_name="card")
    session_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    page_url = models.TextField(blank=True)
    page_expires_at = models.DateTimeField(null=True, blank=True)
    intent_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    charge_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    is_captured_later = models.BooleanField(default=False)
    held = models.BigIntegerField(_("authorised (rupiah)"), default=0)
    capture_before = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("why the card was declined"), max_length=80, blank=True)
    unanswered_since = models.DateTimeField(
        _("the provider gave no answer since"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("card payment")
        verbose_name_plural = _("card payments")
        constraints = [
            models.CheckConstraint(name="card_held_not_negative", condition=Q(held__gte=0))
        ]

    def __str__(self):
        return self.session_id or f"#{self.pk}"


class ProviderCall(models.Model):
    """A change we ask of the provider: committed before it is sent, resent unchanged."""

    class Operation(models.TextChoices):
        OPEN_PAGE = "session.create", _("Open the payment page")
        CLOSE_PAGE = "session.expire", _("Close the payment page")
        CAPTURE = "intent.capture", _("Take the authorised money")
        VOID = "intent.cancel", _("Let the authorised money go")
        REFUND = "refund.create", _("Send money back")

    class State(models.TextChoices):
        INTENDED = "intended", _("Not sent yet")
        UNKNOWN = "unknown", _("Sent, no answer")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused by the provider")

    #: States of a call that may have an effect, or has had one.
    LIVE = ["intended", "unknown", "done"]

    operation = models.CharField(max_length=20, choices=Operation.choices)
    payment = models.ForeignKey("payment.Payment", models.PROTECT, related_name="provider_calls")
    refund = models.ForeignKey(
        "payment.Refund", models.PROTECT, null=True, blank=True, related_name="provider_calls"
    )
    target = models.CharField(_("object acted on"), max_length=255, blank=True)
    parameters = models.JSONField(default=dict)
    key = models.CharField(_("idempotency key"), max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.INTENDED)
    provider_id = models.CharField(max_length=255, blank=True)
    error_code = models.CharField(max_length=80, blank=True)
    error = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    first_sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("call to the provider")
        verbose_name_plural = _("calls to the provider")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["refund"],
                condition=Q(operation="refund.create", state__in=["intended", "unknown", "done"]),
                name="provider_call_one_per_refund",
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(operation="intent.capture", state__in=["intended", "unknown", "done"]),
                name="provider_call_one_capture",
            ),
        ]

    def __str__(self):
        return f"{self.operation} #{self.pk}"

    @property
    def rupiah(self) -> int:
        """What a capture asks for."""
        return self.parameters["amount_to_capture"] // MINOR


class ProviderEvent(models.Model):
    """A webhook that arrived, kept once by its id with what became of it."""

    class State(models.TextChoices):
        DONE = "done", _("Acted on")
        KEPT = "kept", _("Kept, nothing to do")
        QUARANTINED = "quarantined", _("Does not fit, staff look at it")

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=255, blank=True)
    api_version = models.CharField(max_length=40, blank=True)
    body = models.JSONField(default=dict)
    state = models.CharField(max_length=11, choices=State.choices)
    reason = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("provider's event")
        verbose_name_plural = _("provider's events")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.type} {self.event_id}"


class BalanceTransaction(models.Model):
    """One movement of our balance at the provider, in its currency (minor units) and in rupiah.

    `rupiah_*` are what the ledger's holder `stripe` was posted; a foreign currency is counted by
    the transaction's own exchange rate, rounded half up. `booked` is what the ledger wrote for the
    cause, whose postings are those of `source`: what lies between is the conversion difference.
    """

    provider_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=40)
    source_id = models.CharField(max_length=255, blank=True)
    payment = models.ForeignKey(
        "payment.Payment", models.PROTECT, null=True, blank=True, related_name="balance_moves"
    )
    refund = models.ForeignKey(
        "payment.Refund", models.PROTECT, null=True, blank=True, related_name="balance_moves"
    )
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(_("amount (minor units)"))
    fee = models.BigIntegerField(_("fee (minor units)"), default=0)
    net = models.BigIntegerField(_("net (minor units)"))
    exchange_rate = models.DecimalField(max_digits=24, decimal_places=12, null=True, blank=True)
    rupiah_amount = models.BigIntegerField()
    rupiah_fee = models.BigIntegerField(default=0)
    rupiah_net = models.BigIntegerField()
    booked = models.BigIntegerField(_("booked by its cause (rupiah)"), default=0)
    source = models.CharField(_("source of the cause's postings"), max_length=60, db_index=True)
    happened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("balance transaction")
        verbose_name_plural = _("balance transactions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="balance_transaction_adds_up",
                condition=Q(net=F("amount") - F("fee"))
                & Q(rupiah_net=F("rupiah_amount") - F("rupiah_fee")),
            )
        ]

    def __str__(self):
        return self.provider_id


class Dispute(models.Model):
    """A card holder's bank takes money back and asks for proof; amounts in rupiah.

    `counted` is how much of it stands in the payment's `disputed`: less than `amount` where the
    buyer was refunded before.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    provider_id = models.CharField(max_length=255, unique=True)
    payment = models.ForeignKey("payment.Payment", models.PROTECT, related_name="disputes")
    amount = models.BigIntegerField(_("amount (rupiah)"))
    counted = models.BigIntegerField(_("counted against the payment (rupiah)"), default=0)
    reason = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=4, choices=State.choices, default=State.OPEN)
    is_withdrawn = models.BooleanField(_("money was taken"), default=False)
    evidence_by = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="dispute_positive", condition=Q(amount__gt=0))]

    def __str__(self):
        return self.provider_id


class Settlement(models.Model):
    """Money the provider paid out to the platform's bank account, in rupiah."""

    class State(models.TextChoices):
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")

    provider_id = models.CharField(max_length=255, unique=True)
    account = models.ForeignKey("payment.BankAccount", models.PROTECT, related_name="settlements")
    amount = models.BigIntegerField(_("amount (rupiah)"))
    state = models.CharField(max_length=6, choices=State.choices)
    arrives_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        ordering = ["pk"]

    def __str__(self):
        return self.provider_id


class Reconciliation(models.Model):
    """One comparison of our rows with the provider's lists, and what it repaired."""

    started_at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField(_("compared from"))
    finished_at = models.DateTimeField(null=True, blank=True)
    repaired = models.PositiveIntegerField(_("repaired"), default=0)
    unheard = models.PositiveIntegerField(_("events that never reached us"), default=0)
    error = models.CharField(_("why it stopped"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("reconciliation with the provider")
        verbose_name_plural = _("reconciliations with the provider")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}"
