"""Payments, the money that came in for them, and cash. Whole rupiah; states as in MONEY."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.images.naming import content_type_of, random_name
from shop.images.storage import private_media
from shop.payment.tables.collector_models import BankAccount, Collector, QrisCode

PROOFS = "proofs"


def proof_name(_proof: object, filename: str) -> str:
    """A random name; nothing of the buyer's own file name is kept but the suffix."""
    return random_name(PROOFS, filename)


class PaymentQuerySet(models.QuerySet):
    def open(self) -> "PaymentQuerySet":
        """Return attempts that may still lead to money."""
        return self.filter(state__in=Payment.OPEN)

    def held(self) -> "PaymentQuerySet":
        """Return payments whose money a card only holds."""
        return self.filter(state=Payment.State.AUTHORISED)

    def to_decide(self) -> "PaymentQuerySet":
        """Return payments in doubt, and held money that the provider won't let us take."""
        refused = Q(state=Payment.State.AUTHORISED) & ~Q(doubt="")
        return self.filter(Q(state=Payment.State.IN_DOUBT) | refused)

    def promised_cash(self) -> "PaymentQuerySet":
        """Return cash that was promised and has not come in yet."""
        return self.filter(method="cash", state=Payment.State.PROMISED)


class Payment(models.Model):
    """One attempt to pay an order by one method (for cash: one seller order)."""

    class State(models.TextChoices):
        CREATED = "created", _("Created")
        PENDING = "pending", _("Waiting for payment")
        AUTHORISED = "authorised", _("Authorised")
        PROMISED = "promised", _("Promised (cash)")
        CAPTURED = "captured", _("Captured")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")
        CANCELLED = "cancelled", _("Cancelled")
        LAPSED = "lapsed", _("Lapsed")
        IN_DOUBT = "in_doubt", _("In doubt")
        REJECTED = "rejected", _("Rejected")

    OPEN = ["created", "pending", "authorised", "promised", "in_doubt"]

    order = models.ForeignKey("order.Order", models.PROTECT, related_name="payments")
    seller_order = models.ForeignKey(
        "order.SellerOrder", models.PROTECT, null=True, blank=True, related_name="payments"
    )
    method = models.CharField(max_length=20)
    collector = models.ForeignKey(Collector, models.PROTECT, related_name="payments")
    account = models.ForeignKey(
        BankAccount, models.PROTECT, null=True, blank=True, related_name="payments"
    )
    qris = models.ForeignKey(
        QrisCode, models.PROTECT, null=True, blank=True, related_name="payments"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.CREATED)
    due = models.BigIntegerField(_("due (rupiah)"))
    code = models.PositiveSmallIntegerField(_("unique code (rupiah)"), default=0)
    captured = models.BigIntegerField(_("captured (rupiah)"), default=0)
    refunding = models.BigIntegerField(_("refunded or being refunded (rupiah)"), default=0)
    disputed = models.BigIntegerField(_("disputed or lost to a dispute (rupiah)"), default=0)
    doubt = models.CharField(_("why it is in doubt"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    captured_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(_("nobody came to pay"), null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="payment_amounts", condition=Q(due__gte=0, code__lte=999, captured__gte=0)
            ),
            models.CheckConstraint(
                name="payment_never_over_refunded",
                condition=Q(
                    refunding__gte=0, disputed__gte=0, captured__gte=F("refunding") + F("disputed")
                ),
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(
                    seller_order__isnull=True,
                    state__in=["created", "pending", "authorised", "promised", "in_doubt"],
                ),
                name="payment_one_open_per_order",
            ),
            models.UniqueConstraint(
                fields=["seller_order"],
                condition=Q(
                    seller_order__isnull=False,
                    state__in=["created", "pending", "authorised", "promised", "in_doubt"],
                ),
                name="payment_one_open_per_part",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(seller_order__isnull=True, state="captured"),
                name="payment_one_captured_per_order",
            ),
        ]

    def __str__(self):
        return f"{self.method} #{self.pk}"

    @property
    def total(self) -> int:
        """What the buyer is asked to pay: due and unique code, in rupiah."""
        return self.due + self.code


class ExpectedAmount(models.Model):
    """An amount that only one payment may expect on an account until it is released."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="expected_amounts")
    amount = models.BigIntegerField()
    payment = models.OneToOneField(Payment, models.PROTECT, related_name="expected_amount")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("expected amount")
        verbose_name_plural = _("expected amounts")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "amount"],
                condition=Q(released_at__isnull=True),
                name="expected_amount_unique",
            )
        ]

    def __str__(self):
        return f"{self.account_id}: {self.amount}"


class Proof(models.Model):
    """A picture of a payment: a message to staff that stops the clock, never a confirmation.

    Who pays by QRIS may just say so: then there is no picture.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for staff")
        ACCEPTED = "accepted", _("Money was found")
        REFUSED = "refused", _("Refused")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="proofs")
    picture = models.FileField(
        storage=private_media, upload_to=proof_name, max_length=255, blank=True
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("proof of transfer")
        verbose_name_plural = _("proofs of transfer")
        ordering = ["pk"]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def content_type(self) -> str:
        """What the cleaned picture is."""
        return content_type_of(self.picture.name)


class Receipt(models.Model):
    """Money that came in on an account or by a QRIS code, as its statement shows it."""

    account = models.ForeignKey(
        BankAccount, models.PROTECT, null=True, blank=True, related_name="receipts"
    )
    qris = models.ForeignKey(
        QrisCode, models.PROTECT, null=True, blank=True, related_name="receipts"
    )
    amount = models.BigIntegerField(_("amount (rupiah)"))
    received_on = models.DateField(_("received on"))
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="receipts"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("money received")
        verbose_name_plural = _("money received")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="receipt_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="receipt_of_account_or_qris",
                condition=Q(account__isnull=False, qris__isnull=True)
                | Q(account__isnull=True, qris__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["qris", "received_on", "amount", "reference"],
                condition=~Q(reference=""),
                name="receipt_once_by_qris",
            ),
            models.UniqueConstraint(
                fields=["account", "received_on", "amount", "reference"],
                condition=~Q(reference=""),
                name="receipt_once",
            ),
        ]

    def __str__(self):
        return f"{self.account_id or self.qris_id} {self.amount}"

    @property
    def collector(self) -> Collector:
        """Whose account it came to."""
        return (self.account or self.qris).collector


class CashRecord(models.Model):
    """A phone's standing for cash: proven by code, and how often nobody came."""

    phone = models.CharField(max_length=20, unique=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    no_shows = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("cash standing")
        verbose_name_plural = _("cash standings")

    def __str__(self):
        return f"#{self.pk}"


from oscar.apps.payment.models import *  # noqa: E402, F403 - a fork defines its classes first

from shop.payment.tables.card_models import (  # noqa: E402 - Django finds models here
    BalanceTransaction,  # noqa: F401
    CardPayment,  # noqa: F401
    Dispute,  # noqa: F401
    ProviderCall,  # noqa: F401
    ProviderEvent,  # noqa: F401
    Reconciliation,  # noqa: F401
    Settlement,  # noqa: F401
)
from shop.payment.tables.ledger_models import Entry, Posting  # noqa: E402, F401 - as above
from shop.payment.tables.payout_models import (  # noqa: E402 - as above
    Correction,  # noqa: F401
    Payout,  # noqa: F401
    PayoutAccount,  # noqa: F401
    PayoutBatch,  # noqa: F401
    PayoutRequest,  # noqa: F401
)
from shop.payment.tables.receipt_models import BuyerReceipt, ReceiptCounter  # noqa: E402, F401 - as above
from shop.payment.tables.refund_models import Refund, RefundShare  # noqa: E402, F401 - as above
from shop.payment.tables.statement_models import (  # noqa: E402 - as above
    StatementFile,  # noqa: F401
    StatementFormat,  # noqa: F401
    StatementRow,  # noqa: F401
)
