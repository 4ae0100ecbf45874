"""Sellers: an UMKM as people know it, standing on exactly one partner."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from shop.images.fields import PictureFields


class SellerQuerySet(models.QuerySet):
    def public(self) -> "SellerQuerySet":
        """Return stalls that buyers may see."""
        return self.filter(verified_at__isnull=False)

    def worked_in_by(self, person) -> "SellerQuerySet":
        """Return the stalls where a person is owner or helper now, with their place."""
        return (
            self.with_place()
            .filter(memberships__person=person, memberships__ended_at__isnull=True)
            .order_by("name")
        )

    def with_place(self) -> "SellerQuerySet":
        """Join partner, village, district and regency."""
        return self.select_related("partner__village__parent__parent")


class Seller(models.Model):
    """An UMKM: profile, consents, stall. Stock, price and money are its partner's.

    Its place is its village, unless the owner gave an exact point (degrees, WGS 84).
    """

    partner = models.OneToOneField("partner.Partner", models.PROTECT, related_name="seller")
    name = models.CharField(_("business name"), max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    sector = models.SlugField(_("sector"), max_length=40, blank=True)
    story = models.TextField(_("story"), blank=True)
    owner_name = models.CharField(_("owner's name"), max_length=120, blank=True)
    since_year = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    whatsapp_consent_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SellerQuerySet.as_manager()

    class Meta:
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="seller_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            )
        ]

    def __str__(self):
        return self.name


class SellerPhoto(PictureFields):
    """A seller's picture."""

    seller = models.OneToOneField(Seller, models.CASCADE, related_name="photo")

    class Meta:
        verbose_name = _("seller's photo")
        verbose_name_plural = _("sellers' photos")


class FormerSlug(models.Model):
    """A stall address of before; it redirects."""

    slug = models.SlugField(max_length=140, unique=True)
    seller = models.ForeignKey(Seller, models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former stall address")
        verbose_name_plural = _("former stall addresses")

    def __str__(self):
        return self.slug


class Membership(models.Model):
    """A person who works in a stall."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        HELPER = "helper", _("Stall helper")

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=6, choices=Role.choices)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "person"],
                condition=Q(ended_at__isnull=True),
                name="membership_open_once",
            )
        ]

    def __str__(self):
        return f"{self.person} @ {self.seller}"


class OpeningHours(models.Model):
    """When a stall is open on a weekday (0 is Monday), in Asia/Jakarta; a day without is closed."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["seller", "weekday"], name="opening_hours_once_a_day"),
            models.CheckConstraint(
                name="opening_hours_sane",
                condition=Q(weekday__lte=6, closes__gt=models.F("opens")),
            ),
        ]

    def __str__(self):
        return f"{self.weekday} {self.opens}-{self.closes}"


class QuestionQuerySet(models.QuerySet):
    def waiting(self) -> "QuestionQuerySet":
        """Return the questions that wait for an answer and may still get one."""
        return self.filter(answered_at=None, conversation__closed_at=None)

    def of_stall(self, seller: Seller) -> "QuestionQuerySet":
        """Return a stall's questions with listing and conversation; those that wait come first.

        The oldest of those that wait is first; of the others the one answered last.
        """
        waits = Case(When(answered_at=None, conversation__closed_at=None, then=0), default=1)
        return (
            self.filter(seller=seller)
            .select_related("product", "conversation")
            .order_by(waits, F("answered_at").desc(nulls_last=True), "pk")
        )


class Question(models.Model):
    """A buyer's question about a listing; its messages are in a conversation."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="questions")
    product = models.ForeignKey(
        "catalogue.Product", models.SET_NULL, null=True, related_name="questions"
    )
    conversation = models.OneToOneField(
        "communication.Conversation", models.CASCADE, related_name="question"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return f"#{self.pk}"

    @property
    def title(self) -> str:
        """What it is about: the listing, or the stall when the listing is gone."""
        return self.product.title if self.product else self.seller.name

    @property
    def waits(self) -> bool:
        return self.answered_at is None and self.conversation.closed_at is None


from .credential_models import Credential  # noqa: E402, F401 - Django finds models here
from .entry_models import Consent, Introduction, Invitation  # noqa: E402, F401 - the same
