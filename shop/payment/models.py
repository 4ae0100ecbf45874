"""Collectors, payments, refunds and the append-only ledger. Whole rupiah; states as in MONEY."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.images.naming import content_type_of, random_name
from shop.images.storage import private_media

from .collector_models import BankAccount, Collector

PROOFS = "proofs"


def proof_name(_proof: object, filename: str) -> str:
    """A random name; nothing of the buyer's own file name is kept but the suffix."""
    return random_name(PROOFS, filename)


class PaymentQuerySet(models.QuerySet):
    def open(self) -> "PaymentQuerySet":
        """Return attempts that may still lead to money."""
        return self.filter(state__in=Payment.OPEN)

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
    state = models.CharField(max_length=10, choices=State.choices, default=State.CREATED)
    due = models.BigIntegerField(_("due (rupiah)"))
    code = models.PositiveSmallIntegerField(_("unique code (rupiah)"), default=0)
    captured = models.BigIntegerField(_("captured (rupiah)"), default=0)
    refunding = models.BigIntegerField(_("refunded or being refunded (rupiah)"), default=0)
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
                condition=Q(refunding__gte=0, refunding__lte=F("captured")),
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
    """A picture of a transfer: a message to staff that stops the clock, never a confirmation."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for staff")
        ACCEPTED = "accepted", _("Money was found")
        REFUSED = "refused", _("Refused")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="proofs")
    picture = models.FileField(storage=private_media, upload_to=proof_name, max_length=255)
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
    """Money that came in on an account, as staff entered it from the bank's statement."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="receipts")
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
            models.UniqueConstraint(
                fields=["account", "received_on", "amount", "reference"],
                condition=~Q(reference=""),
                name="receipt_once",
            ),
        ]

    def __str__(self):
        return f"{self.account_id} {self.amount}"


class Refund(models.Model):
    """Money on its way back to a buyer."""

    class State(models.TextChoices):
        NEEDS_ACCOUNT = "needs_account", _("Waiting for the buyer's account")
        APPROVED = "approved", _("Approved")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    class Bearer(models.TextChoices):
        SELLER = "seller", _("The seller")
        PLATFORM = "platform", _("The platform")

    #: How the reference of a refund begins that a seller paid in cash.
    IN_HAND = "cash:"

    order = models.ForeignKey("order.Order", models.PROTECT, related_name="refunds")
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    collector = models.ForeignKey(Collector, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField(_("amount (rupiah)"))
    state = models.CharField(max_length=13, choices=State.choices, default=State.NEEDS_ACCOUNT)
    reason = models.CharField(max_length=300, blank=True)
    bank = models.CharField(_("bank"), max_length=60, blank=True)
    number = models.CharField(_("account number"), max_length=40, blank=True)
    holder = models.CharField(_("account holder"), max_length=120, blank=True)
    reference = models.CharField(_("bank's reference"), max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    granted_for = models.ForeignKey(
        "order.SellerOrder",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="granted_refunds",
        verbose_name=_("granted after hand-over of"),
    )
    bearer = models.CharField(_("borne by"), max_length=8, choices=Bearer.choices, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="refund_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="refund_sent_with_reference",
                condition=~Q(state="sent") | ~Q(reference=""),
            ),
            models.CheckConstraint(
                name="refund_granted_has_a_bearer",
                condition=Q(granted_for__isnull=True, bearer="")
                | Q(granted_for__isnull=False, bearer__in=["seller", "platform"]),
            ),
        ]

    def __str__(self):
        return f"#{self.pk}: {self.amount}"

    @property
    def is_by_seller(self) -> bool:
        """Whether a seller took the money in cash and gives it back herself."""
        return self.collector.kind == Collector.Kind.SELLER

    @property
    def is_in_hand(self) -> bool:
        """Whether a seller paid it in cash."""
        return self.reference.startswith(self.IN_HAND)


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


class PayoutAccount(models.Model):
    """Where a partner's money is paid out to; a changed one is paid only after 72 hours."""

    partner = models.ForeignKey("partner.Partner", models.PROTECT, related_name="payout_accounts")
    bank = models.CharField(_("bank"), max_length=60)
    number = models.CharField(_("account number"), max_length=40)
    holder = models.CharField(_("account holder"), max_length=120)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    payable_from = models.DateTimeField(_("paid from"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("payout account")
        verbose_name_plural = _("payout accounts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(ended_at__isnull=True),
                name="payout_account_one_in_use",
            )
        ]

    def __str__(self):
        return f"#{self.pk}"


from oscar.apps.payment.models import *  # noqa: E402, F403 - a fork defines its classes first

from .ledger_models import Entry, Posting  # noqa: E402, F401 - Django finds models here
