"""The columns of a picture row, from upload to derivatives."""

import secrets
from typing import Self

from django.core.files.base import File
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.images import naming, refusals
from shop.images.intake import accept
from shop.images.sources import PictureSources, sources_of
from shop.images.storage import private_media


def new_token() -> str:
    """128 random bits, the unguessable part of a picture's public names."""
    return secrets.token_urlsafe(16)


class PictureState(models.TextChoices):
    WAITING = "waiting", _("being prepared")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


def due() -> Q:
    """Which rows have work left that no worker holds: to derive, or an upload to remove."""
    free = Q(lease_until=None) | Q(lease_until__lte=timezone.now())
    upload_left = Q(state__in=(PictureState.READY, PictureState.REFUSED)) & ~Q(original="")
    return free & (Q(state=PictureState.WAITING) | upload_left)


class PictureFields(models.Model):
    """A picture row. Create it with `from_upload`; the worker fills the rest.

    `original` is the upload as it came (it may hold a GPS position) and is removed as soon as the
    picture is ready or refused; `master` is the cleaned picture in private storage from which
    derivatives can be made again. Sizes are pixels.
    """

    original = models.FileField(storage=private_media, upload_to=naming.original_name, blank=True)
    master = models.FileField(storage=private_media, blank=True, editable=False)
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    state = models.CharField(
        max_length=7,
        choices=PictureState,
        default=PictureState.WAITING,
        db_index=True,
        editable=False,
    )
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    widths = models.JSONField(default=list, editable=False)
    colour = models.CharField(max_length=7, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def from_upload(cls, file: File, **fields: object) -> Self:
        """An unsaved row that holds the checked upload; raises refusals.PictureRefused.

        It writes a file, perhaps over the network: call it before the transaction that saves it.
        """
        accepted = accept(file)
        picture = cls(**fields)
        file.seek(0)
        picture.original.save(f"upload{accepted.suffix}", file, save=False)
        return picture

    @property
    def is_ready(self) -> bool:
        return self.state == PictureState.READY

    @property
    def refusal(self) -> str:
        """Why the picture was refused, in the reader's language; empty if it was not."""
        if self.state != PictureState.REFUSED:
            return ""
        return str(refusals.by_code(self.last_error).message)

    def sources(self, *, alt: str) -> PictureSources:
        """What `components/picture.html` needs; `is_ready` is false while the worker has work."""
        return sources_of(self, alt=alt)
