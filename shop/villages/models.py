"""Regions and assignments."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RegionQuerySet(models.QuerySet):
    def regencies(self) -> "RegionQuerySet":
        """Return the regencies and cities that we serve."""
        return self.filter(level=Region.Level.REGENCY)

    def villages(self) -> "RegionQuerySet":
        """Return desa and kelurahan only."""
        return self.filter(level=Region.Level.VILLAGE)

    def pilots(self) -> "RegionQuerySet":
        """Return the villages that staff marked as pilots."""
        return self.villages().filter(is_pilot=True)

    def with_place(self) -> "RegionQuerySet":
        """Join district and regency, so that `label` and `path` ask nothing more."""
        return self.select_related("parent__parent")

    def of_regency(self, regency: "Region") -> "RegionQuerySet":
        """Return the villages of one regency."""
        return self.villages().filter(parent__parent=regency)

    def by_path(self, regency: str, district: str, village: str) -> "Region":
        """Return the village of three slugs, with its place; raise Region.DoesNotExist."""
        return (
            self.villages()
            .with_place()
            .get(slug=village, parent__slug=district, parent__parent__slug=regency)
        )

    def by_code(self, code: str) -> "Region":
        """Return the region that has or had this Kemendagri code; raise Region.DoesNotExist."""
        regions = self.with_place()
        today = regions.filter(code=code).first()
        return today or regions.get(former_codes__code=code)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return south, west, north, east of the regions' points in degrees, if any."""
        edges = self.aggregate(
            south=models.Min("latitude"),
            west=models.Min("longitude"),
            north=models.Max("latitude"),
            east=models.Max("longitude"),
        )
        return None if edges["south"] is None else tuple(edges.values())


class Region(models.Model):
    """A province, regency, district or village, known by its Kemendagri code."""

    class Level(models.IntegerChoices):
        PROVINCE = 1, _("Province")
        REGENCY = 2, _("Regency or city")
        DISTRICT = 3, _("District")
        VILLAGE = 4, _("Village")

    class Kind(models.TextChoices):
        PROVINCE = "provinsi", _("Province")
        REGENCY = "kabupaten", _("Regency")
        CITY = "kota", _("City")
        DISTRICT = "kecamatan", _("District")
        DESA = "desa", _("Village (desa)")
        KELURAHAN = "kelurahan", _("Urban village (kelurahan)")
        PAPUAN_DISTRICT = "distrik", _("District of Papua (distrik)")
        DESA_ADAT = "desa_adat", _("Customary village (desa adat)")

    code = models.CharField(_("Kemendagri code"), max_length=13, unique=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(max_length=110)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    postal_code = models.CharField(_("postal code"), max_length=5, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    elevation_m = models.IntegerField(_("elevation (metres)"), null=True, blank=True)
    time_zone = models.CharField(max_length=40, blank=True)
    is_pilot = models.BooleanField(_("pilot village"), default=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "slug"], name="region_slug_in_parent"),
            models.CheckConstraint(
                name="region_parent_unless_province",
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
            ),
            models.CheckConstraint(
                name="region_on_earth",
                condition=(Q(latitude__isnull=True) & Q(longitude__isnull=True))
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="region_pilot_is_village", condition=Q(is_pilot=False) | Q(level=4)
            ),
        ]
        indexes = [models.Index(fields=["level", "name"], name="region_level_name")]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """A village with its district ("Suruhwadang, Kademangan"), since village names repeat."""
        return f"{self.name}, {self.parent.name}" if self.level == 4 else self.name

    @property
    def path(self) -> str:
        """The region's slugs below the province: "blitar/kademangan/suruhwadang"."""
        if self.level <= Region.Level.REGENCY:
            return self.slug
        return f"{self.parent.path}/{self.slug}"


class FormerCode(models.Model):
    """A code a region had before; it redirects to the region of today."""

    code = models.CharField(max_length=13, unique=True)
    region = models.ForeignKey(Region, models.CASCADE, related_name="former_codes")

    class Meta:
        verbose_name = _("former code")
        verbose_name_plural = _("former codes")

    def __str__(self):
        return self.code


class AssignmentQuerySet(models.QuerySet):
    def current(self, on=None) -> "AssignmentQuerySet":
        """Return assignments in force on a day (default: today)."""
        day = on or timezone.localdate()
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)

    def held_by(self, person) -> "AssignmentQuerySet":
        """Return a person's assignments in force today; none while her number is in doubt.

        Whoever asks what a person may do asks here.
        """
        if not person.is_authenticated or not person.holds_roles:
            return self.none()
        return self.current().filter(person=person)


class Assignment(models.Model):
    """A person's role in a region, from the first to the last day inclusive."""

    class Role(models.TextChoices):
        VOLUNTEER = "volunteer", _("Volunteer (Pandu Digital)")
        COORDINATOR = "coordinator", _("Coordinator")
        OFFICE = "office", _("Village office")
        TREASURER = "treasurer", _("Treasurer")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="assignments")
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["region__code", "role", "starts"]
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_start",
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "region"],
                condition=Q(ends__isnull=True),
                name="assignment_open_once",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_role_display()}, {self.region}"
