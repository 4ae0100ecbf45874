"""Complaints about seller orders: what is wrong, with which lines, and how it ended."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.images.naming import content_type_of, random_name
from shop.images.storage import private_media

from .models import Line, SellerOrder


class ComplaintQuerySet(models.QuerySet):
    def open(self) -> "ComplaintQuerySet":
        """Return complaints that staff have not closed."""
        return self.filter(closed_at__isnull=True)


class Complaint(models.Model):
    """A buyer's problem with a seller order; while it is open nobody pays the seller for it."""

    class Outcome(models.TextChoices):
        REPLACED = "replaced", _("Replaced")
        PART_REFUND = "part_refund", _("Part of the money back")
        FULL_REFUND = "full_refund", _("All the money back")
        REFUSED = "refused", _("Refused")

    seller_order = models.ForeignKey(SellerOrder, models.PROTECT, related_name="complaints")
    text = models.TextField(_("what is wrong"), max_length=1000)
    answer = models.TextField(_("the seller's answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seller_order"],
                condition=Q(closed_at__isnull=True),
                name="complaint_open_once",
            ),
            models.CheckConstraint(
                name="complaint_closed_with_outcome",
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self):
        return f"#{self.pk}"


class ComplaintLine(models.Model):
    """How many units of an ordered line the problem is about."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, models.PROTECT, related_name="complaint_lines")
    units = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("line of a complaint")
        verbose_name_plural = _("lines of a complaint")
        constraints = [
            models.UniqueConstraint(fields=["complaint", "line"], name="complaint_line_once"),
            models.CheckConstraint(name="complaint_line_units", condition=Q(units__gte=1)),
        ]

    def __str__(self):
        return f"{self.line_id}: {self.units}"


#: Where the pictures of complaints lie in private storage.
FOLDER = "complaints"


def complaint_picture_name(_picture: object, filename: str) -> str:
    """A random name; nothing of the buyer's own file name is kept but the suffix."""
    return random_name(FOLDER, filename)


class ComplaintPicture(models.Model):
    """A cleaned picture that shows the problem; private."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="pictures")
    picture = models.FileField(
        storage=private_media, upload_to=complaint_picture_name, max_length=255
    )

    class Meta:
        verbose_name = _("picture of a complaint")
        verbose_name_plural = _("pictures of a complaint")

    def __str__(self):
        return f"#{self.pk}"

    @property
    def content_type(self) -> str:
        """What the cleaned picture is."""
        return content_type_of(self.picture.name)
