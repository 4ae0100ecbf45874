"""Papers of trust that a seller holds, and which listings they cover."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.images.naming import content_type_of, random_name
from shop.images.storage import private_media

from .models import Seller


def credential_name(_credential: object, filename: str) -> str:
    """A random name; nothing of the owner's own file name is kept but the suffix."""
    return random_name("credentials", filename)


class CredentialQuerySet(models.QuerySet):
    def held(self) -> "CredentialQuerySet":
        """Return papers that were not withdrawn."""
        return self.exclude(state=Credential.State.WITHDRAWN)

    def valid(self, on=None) -> "CredentialQuerySet":
        """Return papers that somebody checked and that have not expired on a day (today)."""
        unexpired = Q(expires_on__isnull=True) | Q(expires_on__gte=on or timezone.localdate())
        return self.filter(unexpired, state=Credential.State.VERIFIED)

    def to_check(self) -> "CredentialQuerySet":
        """Return papers that wait for somebody who looks at them, the oldest first."""
        return self.filter(state=Credential.State.WAITING).order_by("created_at", "pk")


class Credential(models.Model):
    """A paper of trust of a seller; its badge shows only while it is verified and not expired.

    `listings` are those it covers, for kinds that are given per product (P-IRT, halal) or per
    batch of animals; NIB and organic cover the whole stall and name none. A paper that `replaces`
    another takes its place when it is verified.
    """

    class Kind(models.TextChoices):
        NIB = "nib", _("NIB (business number)")
        PIRT = "pirt", _("P-IRT (home food licence)")
        HALAL = "halal", _("Halal certificate")
        SKKH = "skkh", _("SKKH (animal health certificate)")
        FISH_HEALTH = "fish_health", _("Fish health certificate")
        ORGANIC = "organic", _("Organic certificate")
        OTHER = "other", _("Other paper")

    class State(models.TextChoices):
        IN_PROCESS = "in_process", _("Being applied for")
        WAITING = "waiting", _("Waiting to be checked")
        VERIFIED = "verified", _("Verified")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    title = models.CharField(_("what the paper is"), max_length=80, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    photo = models.FileField(
        storage=private_media, upload_to=credential_name, max_length=255, blank=True
    )
    listings = models.ManyToManyField("catalogue.Product", related_name="credentials", blank=True)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replacements"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("why it was refused"), max_length=300, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    warned_days = models.PositiveSmallIntegerField(
        _("warned so many days ahead"), null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="credential_verified_when",
                condition=~Q(state="verified") | Q(verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="credential_has_number",
                condition=Q(state="in_process") | Q(state="withdrawn") | ~Q(number=""),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.number}"

    @property
    def name(self) -> str:
        """What people call the paper: its own title, or its kind."""
        return self.title or str(self.Kind(self.kind).label)

    @property
    def is_expired(self) -> bool:
        """Whether its last day is over."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def is_valid(self) -> bool:
        """Whether somebody checked it and it has not expired: what a green badge says."""
        return self.state == self.State.VERIFIED and not self.is_expired

    @property
    def content_type(self) -> str:
        """What the cleaned photo is."""
        return content_type_of(self.photo.name)
