"""Orders, their parts per partner, adjustments, and the links to them. States as in MONEY."""

from datetime import timedelta

from django.db import models
from django.db.models import ExpressionWrapper, F, Max, Q, Value
from django.db.models.functions import Coalesce, Round
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.apps.address.abstract_models import AbstractShippingAddress
from oscar.apps.order.abstract_models import AbstractLine, AbstractOrder

from shop.address.models import Place


class OrderQuerySet(models.QuerySet):
    def awaiting_payment(self) -> "OrderQuerySet":
        """Return placed orders that are neither secured nor over."""
        return self.filter(status=Order.State.AWAITING)

    def asking_to_cancel(self) -> "OrderQuerySet":
        """Return orders under way whose buyers asked to cancel after a seller had accepted."""
        return self.filter(status=Order.State.CONFIRMED, cancel_asked_at__isnull=False)

    def due_to_expire(self, at=None) -> "OrderQuerySet":
        """Return awaiting orders whose time to pay is over and whose clock is not stopped."""
        return self.awaiting_payment().filter(
            expires_at__lte=at or timezone.now(), clock_stopped_at__isnull=True
        )


class Order(AbstractOrder):
    """What a buyer placed, once. Its amounts never change; adjustments are rows."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("Unpaid")
        CONFIRMED = "confirmed", _("Confirmed")
        EXPIRED = "expired", _("Time to pay is over")
        CANCELLED = "cancelled", _("Cancelled")
        CLOSED = "closed", _("Closed")

    class Paid(models.TextChoices):
        NO = "no", _("Unpaid")
        CHECKING = "checking", _("Payment being checked")
        PROMISED = "promised", _("Cash on delivery or pick-up")
        HELD = "held", _("Held on the card, taken after weighing")
        YES = "yes", _("Paid")
        GOES_BACK = "back", _("Being paid back")
        REFUNDED = "refunded", _("Refunded")

    placement_key = models.UUIDField(unique=True, null=True, editable=False)
    payment_method = models.CharField(max_length=20, blank=True)
    paid = models.CharField(_("payment"), max_length=8, choices=Paid.choices, default=Paid.NO)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    clock_stopped_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=5, default="id")
    guest_name = models.CharField(_("orderer's name"), max_length=150)
    guest_phone = models.CharField(_("orderer's phone"), max_length=20, db_index=True)
    phone_proven_at = models.DateTimeField(null=True, blank=True)
    is_gift = models.BooleanField(_("sent to someone else"), default=False)
    recipient_name = models.CharField(_("recipient's name"), max_length=150)
    recipient_phone = models.CharField(_("recipient's phone"), max_length=20)
    greeting = models.CharField(_("greeting"), max_length=300, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = OrderQuerySet.as_manager()

    class Meta(AbstractOrder.Meta):
        constraints = [
            models.CheckConstraint(
                name="order_whole_rupiah",
                condition=Q(
                    total_incl_tax=Round("total_incl_tax"),
                    total_excl_tax=F("total_incl_tax"),
                    shipping_incl_tax=Round("shipping_incl_tax"),
                    shipping_excl_tax=F("shipping_incl_tax"),
                    total_incl_tax__gte=F("shipping_incl_tax"),
                ),
            ),
            models.CheckConstraint(
                name="order_known_state",
                condition=Q(status__in=["awaiting", "confirmed", "expired", "cancelled", "closed"]),
            ),
            models.CheckConstraint(
                name="order_awaiting_expires",
                condition=~Q(status="awaiting") | Q(expires_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "expires_at"], name="order_expiry"),
        ]

    @property
    def total(self) -> int:
        """What was ordered with delivery, in rupiah, before any adjustment."""
        return int(self.total_incl_tax)


class ShippingAddress(Place, AbstractShippingAddress):
    """Where an order goes, as it was said when it was placed."""

    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)


class OrderToken(models.Model):
    """A link to an order: at least 128 random bits, stored hashed, revocable."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("order link")
        verbose_name_plural = _("order links")

    def __str__(self):
        return f"#{self.pk}"


class SellerOrderQuerySet(models.QuerySet):
    def to_act_on(self) -> "SellerOrderQuerySet":
        """Return parts whose seller has something to do."""
        return self.filter(status__in=["new", "accepted", "weighed", "ready", "sent", "complaint"])

    def held(self) -> "SellerOrderQuerySet":
        """Return parts with an open problem: payouts leave them out."""
        return self.filter(status="complaint")

    def nothing_to_complain(self, at=None) -> "SellerOrderQuerySet":
        """Return parts that were handed over and whose every line's time to complain is over."""
        hours = Coalesce(Max("lines__complaint_hours"), 0, output_field=models.IntegerField())
        ends = ExpressionWrapper(
            F("handed_over_at")
            + ExpressionWrapper(
                hours * Value(timedelta(hours=1)), output_field=models.DurationField()
            ),
            output_field=models.DateTimeField(),
        )
        handed_over = self.filter(status="handed_over", handed_over_at__isnull=False)
        return handed_over.annotate(window_ends=ends).filter(window_ends__lte=at or timezone.now())

    def of_seller(self, partner) -> "SellerOrderQuerySet":
        """Return the parts that concern a partner: of orders that were paid or agreed in cash."""
        return self.filter(partner=partner).exclude(
            order__status__in=[Order.State.AWAITING, Order.State.EXPIRED, Order.State.CANCELLED]
        )


class SellerOrder(models.Model):
    """The part of an order that one partner fulfils. Amounts in rupiah, frozen at placing.

    While it is new, `answer_seconds` of opening time were left at `answer_counted_at`; so
    `answer_by` and `remind_by` (half of the time) follow, empty while the stall's clock stands.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for payment")
        NEW = "new", _("Waiting for seller")
        ACCEPTED = "accepted", _("Being prepared")
        WEIGHED = "weighed", _("Weighed")
        READY = "ready", _("Ready")
        SENT = "sent", _("Sent")
        HANDED_OVER = "handed_over", _("Handed over")
        COMPLAINT = "complaint", _("Problem")
        COMPLETED = "completed", _("Completed")
        DECLINED = "declined", _("Declined by the seller")
        CANCELLED = "cancelled", _("Cancelled")

    order = models.ForeignKey(Order, models.PROTECT, related_name="seller_orders")
    partner = models.ForeignKey("partner.Partner", models.PROTECT, related_name="seller_orders")
    partner_name = models.CharField(max_length=128)
    village = models.ForeignKey(
        "villages.Region", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    village_name = models.CharField(max_length=100, blank=True)
    district_name = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=11, choices=Status.choices, default=Status.WAITING)
    goods = models.BigIntegerField(_("goods (rupiah)"))
    delivery_method = models.CharField(max_length=15)
    delivery_service = models.CharField(max_length=60, blank=True)
    delivery_own = models.BigIntegerField(_("delivery by the seller (rupiah)"), default=0)
    delivery_courier = models.BigIntegerField(_("delivery by a courier (rupiah)"), default=0)
    courier = models.CharField(max_length=40, blank=True)
    village_share_bp = models.PositiveIntegerField(
        _("village's share of the commission (basis points)"), default=0
    )
    promised_from = models.DateField(null=True, blank=True)
    promised_to = models.DateField(null=True, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=60, blank=True)
    note = models.CharField(_("note to the seller"), max_length=300, blank=True)
    decline_reason = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateTimeField(
        _("the seller answers by"), null=True, blank=True, db_index=True
    )
    answer_seconds = models.PositiveIntegerField(
        _("opening time left to answer (seconds)"), null=True, blank=True, editable=False
    )
    answer_counted_at = models.DateTimeField(null=True, blank=True, editable=False)
    remind_by = models.DateTimeField(null=True, blank=True, db_index=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = SellerOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("seller order")
        verbose_name_plural = _("seller orders")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "partner"], name="one_part_per_partner"),
            models.CheckConstraint(
                name="seller_order_amounts",
                condition=Q(goods__gte=0, delivery_own__gte=0, delivery_courier__gte=0),
            ),
        ]

    def __str__(self):
        return f"{self.order_id}/{self.partner_name}"

    @property
    def delivery(self) -> int:
        """The delivery fee, own and courier's together, in rupiah."""
        return self.delivery_own + self.delivery_courier

    @property
    def total(self) -> int:
        """Goods and delivery as ordered, in rupiah, before any adjustment."""
        return self.goods + self.delivery


class Line(AbstractLine):
    """An ordered listing with the sale unit and rules that held when it was placed."""

    seller_order = models.ForeignKey(SellerOrder, models.PROTECT, related_name="lines")
    unit = models.CharField(max_length=20)
    content_note = models.CharField(max_length=80, blank=True)
    net_grams = models.PositiveIntegerField(null=True, blank=True)
    gross_grams = models.PositiveIntegerField(default=0)
    price_basis = models.CharField(max_length=6, default="unit")
    tolerance_bp = models.PositiveIntegerField(_("weight tolerance (basis points)"), default=0)
    commission_bp = models.PositiveIntegerField(_("commission (basis points)"), default=0)
    final_grams = models.PositiveIntegerField(null=True, blank=True)
    complaint_hours = models.PositiveSmallIntegerField(_("hours to complain"), default=48)

    class Meta(AbstractLine.Meta):
        constraints = [
            models.CheckConstraint(
                name="line_whole_rupiah",
                condition=Q(
                    line_price_incl_tax=Round("line_price_incl_tax"),
                    line_price_excl_tax=F("line_price_incl_tax"),
                    unit_price_incl_tax=Round("unit_price_incl_tax"),
                ),
            ),
            models.CheckConstraint(name="line_quantity_positive", condition=Q(quantity__gte=1)),
        ]

    @property
    def price(self) -> int:
        """The line's price in rupiah as ordered."""
        return int(self.line_price_incl_tax)


class Adjustment(models.Model):
    """An append-only change to what is due for a seller order, in rupiah (negative: less due)."""

    class Kind(models.TextChoices):
        WEIGHED = "weighed", _("Final weight")
        SHORT = "short", _("Short supply")
        DECLINED = "declined", _("Declined by the seller")
        CANCELLED = "cancelled", _("Cancelled")
        DISCOUNT = "discount", _("Seller's discount")
        REFUND = "refund", _("Refund")

    seller_order = models.ForeignKey(SellerOrder, models.PROTECT, related_name="adjustments")
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="adjustments"
    )
    kind = models.CharField(max_length=9, choices=Kind.choices)
    units = models.PositiveIntegerField(_("units not supplied"), default=0)
    goods = models.BigIntegerField(default=0)
    delivery_own = models.BigIntegerField(default=0)
    delivery_courier = models.BigIntegerField(default=0)
    commission = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.kind} {self.amount}"

    @property
    def amount(self) -> int:
        """The whole change to the buyer's part, in rupiah."""
        return self.goods + self.delivery_own + self.delivery_courier


from oscar.apps.order.models import *  # noqa: E402, F403 - a fork defines its classes first

from .complaint_models import (  # noqa: E402 - Django finds models here
    Complaint,  # noqa: F401
    ComplaintLine,  # noqa: F401
    ComplaintPicture,  # noqa: F401
)
