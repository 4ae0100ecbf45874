"""Listings: Oscar's product with a sale unit, freshness, season and delivery limits."""

import secrets

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import (
    AbstractCategory,
    AbstractProduct,
    AbstractProductCategory,
    AbstractProductImage,
)
from oscar.apps.catalogue.managers import ProductQuerySet as OscarProductQuerySet

from shop.images.fields import PictureFields

from .season import month_bit

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """Return 8 random Crockford base-32 characters (40 bits) for a listing's address."""
    return "".join(secrets.choice(CROCKFORD) for _position in range(8))


class Storage(models.TextChoices):
    ROOM = "ruang", _("Room temperature")
    COOL = "sejuk", _("Dry and cool")
    CHILLED = "kulkas", _("Refrigerated")
    FROZEN = "beku", _("Frozen")
    LIVE = "hidup", _("Alive")
    OUTDOORS = "luar", _("Outdoors")


class Pirt(models.TextChoices):
    NONE = "-", _("P-IRT does not apply")
    USUAL = "ya", _("P-IRT is usual")
    FREE = "bebas", _("No P-IRT needed")
    IMPOSSIBLE = "tidak-bisa", _("P-IRT not possible, another licence is")


class Halal(models.TextChoices):
    NONE = "-", _("Halal duty does not apply")
    EXEMPT = "dikecualikan", _("Exempt from the halal duty")
    REQUIRED = "wajib", _("Under the halal duty")


class Category(AbstractCategory):
    """A sector, group or leaf of the taxonomy, with what its listings have by default."""

    name_en = models.CharField(_("English name"), max_length=255, blank=True)
    icon = models.CharField(max_length=80, blank=True)
    sector = models.SlugField(max_length=40, blank=True, db_index=True)
    aliases = models.JSONField(default=list, blank=True)
    units = models.JSONField(default=list, blank=True)
    default_unit = models.CharField(max_length=20, blank=True)
    is_food = models.BooleanField(default=False)
    is_perishable = models.BooleanField(default=False)
    storage = models.CharField(max_length=10, choices=Storage.choices, blank=True)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    season_mask = models.PositiveSmallIntegerField(default=0)
    is_live = models.BooleanField(default=False)
    pirt = models.CharField(max_length=10, choices=Pirt.choices, default=Pirt.NONE)
    halal = models.CharField(max_length=12, choices=Halal.choices, default=Halal.NONE)
    commission_bp = models.PositiveIntegerField(
        _("commission (basis points)"),
        null=True,
        blank=True,
        help_text=_("Empty: as the category above. 100 = 1 %."),
    )

    @property
    def label(self) -> str:
        """The category's name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class ProductCategory(AbstractProductCategory):
    """A listing's one category."""

    class Meta(AbstractProductCategory.Meta):
        constraints = [models.UniqueConstraint(fields=["product"], name="listing_has_one_category")]


class ProductQuerySet(OscarProductQuerySet):
    def published(self) -> "ProductQuerySet":
        """Return listings shown to buyers, whatever their stock or season."""
        return self.filter(state=Product.State.PUBLISHED)

    def in_season(self, on=None) -> "ProductQuerySet":
        """Return listings sold all year or in the month of a day (default: today)."""
        bit = month_bit((on or timezone.localdate()).month)
        return self.annotate(season_now=models.F("season_mask").bitand(bit)).filter(
            Q(season_mask=0) | Q(season_now__gt=0)
        )


class DeadOnArrival(models.TextChoices):
    REPLACED = "replaced", _("Replaced at the seller's cost")
    REFUNDED = "refunded", _("Money back from the seller")
    SHARED = "shared", _("Seller and buyer bear half each")
    NOT_COVERED = "not_covered", _("The buyer bears it")


class ArrivalProof(models.TextChoices):
    PHOTO = "photo", _("A photo in the unopened packing")
    VIDEO = "video", _("A photo, and if asked a video of the unpacking")
    NONE = "none", _("No proof needed")


class Product(AbstractProduct):
    """A listing: one standalone Oscar product, with one stock record.

    Amounts of the sale unit (what one "1" in the basket is): `net_amount` in the unit of
    `net_measure` (grams, millilitres, pieces), `gross_grams` with packing, for delivery.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        PAUSED = "paused", _("Paused")
        ARCHIVED = "archived", _("Archived")

    class PriceBasis(models.TextChoices):
        UNIT = "unit", _("per unit")
        WEIGHT = "weight", _("by final weight")

    class Measure(models.TextChoices):
        GRAM = "g", _("grams")
        MILLILITRE = "ml", _("millilitres")
        PIECE = "pcs", _("pieces")

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    unit = models.CharField(_("unit"), max_length=20, default="pak")
    net_amount = models.PositiveIntegerField(_("net content"), null=True, blank=True)
    net_measure = models.CharField(max_length=3, choices=Measure.choices, default=Measure.GRAM)
    piece_count = models.PositiveIntegerField(_("pieces in a unit"), null=True, blank=True)
    piece_unit = models.CharField(_("what the pieces are"), max_length=20, blank=True)
    content_note = models.CharField(_("content"), max_length=80, blank=True)
    gross_grams = models.PositiveIntegerField(_("gross weight (grams)"), default=1000)
    price_basis = models.CharField(
        max_length=6, choices=PriceBasis.choices, default=PriceBasis.UNIT
    )
    min_quantity = models.PositiveIntegerField(_("minimum quantity"), default=1)
    storage = models.CharField(max_length=10, choices=Storage.choices, default=Storage.ROOM)
    shelf_life_days = models.PositiveIntegerField(_("keeps (days)"), null=True, blank=True)
    season_mask = models.PositiveSmallIntegerField(_("season months (bits)"), default=0)
    is_perishable = models.BooleanField(default=False)
    is_fragile = models.BooleanField(default=False)
    is_live = models.BooleanField(_("live animal"), default=False)
    is_preorder = models.BooleanField(_("pre-order"), default=False)
    preorder_days = models.PositiveSmallIntegerField(
        _("days until a pre-order is ready"), default=0
    )
    pirt = models.CharField(max_length=10, choices=Pirt.choices, default=Pirt.NONE)
    halal = models.CharField(max_length=12, choices=Halal.choices, default=Halal.NONE)
    allows_pickup = models.BooleanField(_("may be picked up"), default=True)
    allows_village_courier = models.BooleanField(_("village courier"), default=True)
    allows_parcel = models.BooleanField(_("parcel courier"), default=False)
    express_only = models.BooleanField(_("express parcels only"), default=False)
    allows_arrangement = models.BooleanField(_("delivery by arrangement"), default=False)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    is_declared_not_halal = models.BooleanField(_("sold as not halal"), default=False)
    video_url = models.URLField(_("video"), max_length=200, blank=True)
    dispatch_days = models.PositiveSmallIntegerField(_("days of dispatch (bits)"), default=0)
    live_packing = models.CharField(_("packing for the way"), max_length=200, blank=True)
    endures_hours = models.PositiveSmallIntegerField(
        _("hours it endures on the way"), null=True, blank=True
    )
    dead_on_arrival = models.CharField(
        _("if dead on arrival"), max_length=11, choices=DeadOnArrival.choices, blank=True
    )
    arrival_proof = models.CharField(
        _("proof of a dead arrival"), max_length=5, choices=ArrivalProof.choices, blank=True
    )
    arrival_hours = models.PositiveSmallIntegerField(
        _("hours to report a dead arrival"), null=True, blank=True
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = ProductQuerySet.as_manager()

    class Meta(AbstractProduct.Meta):
        constraints = [
            models.CheckConstraint(
                name="listing_is_standalone", condition=Q(structure="standalone")
            ),
            models.CheckConstraint(
                name="listing_min_quantity_positive", condition=Q(min_quantity__gte=1)
            ),
            models.CheckConstraint(
                name="listing_season_is_twelve_bits", condition=Q(season_mask__range=(0, 4095))
            ),
            models.CheckConstraint(
                name="listing_public_means_published",
                condition=Q(is_public=True, state="published")
                | (Q(is_public=False) & ~Q(state="published")),
            ),
            models.CheckConstraint(
                name="listing_dispatch_is_seven_bits", condition=Q(dispatch_days__range=(0, 127))
            ),
            models.CheckConstraint(
                name="listing_by_weight_knows_its_grams",
                condition=Q(price_basis="unit")
                | Q(price_basis="weight", net_measure="g", net_amount__gt=0),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse(
            "storefront:product", kwargs={"public_id": self.public_id, "slug": self.slug}
        )


class ProductImage(PictureFields, AbstractProductImage):
    """A listing's picture: `original` is private and unprocessed, derivatives are public.

    A demo listing without a photo names an `icon` instead, a file of `static/img/icons/`;
    such a row has no picture of its own, so it is never ready.
    """

    icon = models.CharField(_("demo icon"), max_length=80, blank=True)

    @property
    def is_ready(self) -> bool:
        return not self.icon and super().is_ready


class Animal(models.Model):
    """One individual animal ("ekor ini") that a listing sells; its stock is at most 1."""

    class Sex(models.TextChoices):
        MALE = "male", _("Male")
        FEMALE = "female", _("Female")
        UNKNOWN = "unknown", _("Not known")

    product = models.OneToOneField(Product, models.CASCADE, related_name="animal")
    sex = models.CharField(_("sex"), max_length=7, choices=Sex.choices, default=Sex.UNKNOWN)
    age_months = models.PositiveSmallIntegerField(_("age (months)"), null=True, blank=True)
    length_cm = models.PositiveSmallIntegerField(_("length (cm)"), null=True, blank=True)
    weight_grams = models.PositiveIntegerField(_("live weight (grams)"), null=True, blank=True)
    variety = models.CharField(_("breed or variety"), max_length=80, blank=True)
    breeder = models.CharField(_("breeder"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("animal")
        verbose_name_plural = _("animals")

    def __str__(self):
        return f"#{self.product_id}"


class ListingChange(models.Model):
    """A listing whose visibility, words, price or stock changed; each index follows these rows."""

    product_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("listing change")
        verbose_name_plural = _("listing changes")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.pk}: {self.product_id}"


def note_change(*product_ids: int) -> None:
    """Tell every index that these listings changed, in the caller's transaction."""
    ListingChange.objects.bulk_create(
        [ListingChange(product_id=product_id) for product_id in product_ids]
    )


from oscar.apps.catalogue.models import *  # noqa: E402, F403 - a fork defines its classes first
