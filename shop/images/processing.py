"""The worker's part: from a waiting row to a cleaned master and derivatives.

A row is leased by one conditional UPDATE, the work runs outside any transaction, and the result
is written by another conditional UPDATE. Files have names that follow from the row's token, so a
killed or repeated run writes the same files again; the upload goes last.
"""

import logging
import threading
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from shop.images import files, naming
from shop.images.cleaning import clean
from shop.images.derivatives import derive, widths_for
from shop.images.fields import PictureFields, PictureState, due
from shop.images.intake import accept
from shop.images.refusals import PictureRefused
from shop.images.registry import picture_models
from shop.images.storage import private_media, public_media

LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(minutes=1)
MAX_ATTEMPTS = 8
STRAY_AFTER = timedelta(days=1)
#: One thread of a worker makes pictures; the others stay free for codes and messages.
ONE_AT_A_TIME = threading.Lock()

log = logging.getLogger(__name__)


def process_all() -> None:
    """Process until nothing is due, what came meanwhile included; return if a thread does so."""
    if not ONE_AT_A_TIME.acquire(blocking=False):
        return
    try:
        while process_due():
            pass
    finally:
        ONE_AT_A_TIME.release()


def process_due(*, limit: int = 50) -> int:
    """Process registered pictures that have work left; returns how many were tried."""
    tried = 0
    for model in picture_models():
        for picture in model._base_manager.filter(due()).order_by("pk")[: limit - tried]:
            process(picture)
            tried += 1
    return tried


def process(picture: PictureFields) -> bool:
    """Finish one picture; False if another worker holds it or nothing is left to do.

    An error that is not the picture's fault is kept in the row and tried again after 1, 2, 4 …
    minutes; after 8 attempts the row is `failed` and its upload stays for staff.
    """
    if not _lease(picture):
        return False
    try:
        if picture.state == PictureState.WAITING:
            _finish(picture)
        if picture.state != PictureState.WAITING:
            _remove_upload(picture)
    except Exception as error:
        log.exception("Picture %s of %s was not finished", picture.pk, picture._meta.label)
        _postpone(picture, error)
    return True


def remove_stray_uploads() -> int:
    """Remove uploads of over a day that no row holds (their transaction was rolled back).

    Run it daily. Returns how many were removed.
    """
    held = set()
    for model in picture_models():
        held |= set(model._base_manager.exclude(original="").values_list("original", flat=True))
    storage, removed = private_media(), 0
    for name in files.names_in(storage, naming.UPLOADS):
        if name not in held and storage.get_modified_time(name) < timezone.now() - STRAY_AFTER:
            storage.delete(name)
            removed += 1
    return removed


def _lease(picture: PictureFields) -> bool:
    until = timezone.now() + LEASE
    waiting = type(picture)._base_manager.filter(due(), pk=picture.pk)
    if not waiting.update(lease_until=until, attempts=F("attempts") + 1):
        return False
    picture.refresh_from_db()
    return True


def _finish(picture: PictureFields) -> None:
    try:
        with picture.original.open("rb") as upload:
            cleaned = clean(accept(upload))
    except PictureRefused as refusal:
        _write(picture, state=PictureState.REFUSED, last_error=refusal.code)
        return
    master = naming.master_name(picture.token, cleaned.suffix)
    files.write(private_media(), master, cleaned.content)
    for derivative in derive(cleaned.content):
        name = naming.derivative_name(picture.token, derivative.width, derivative.image_format)
        files.write(public_media(), name, derivative.content)
    _write(
        picture,
        state=PictureState.READY,
        master=master,
        width=cleaned.width,
        height=cleaned.height,
        widths=widths_for(cleaned.width),
        colour=cleaned.colour,
        last_error="",
    )


def _remove_upload(picture: PictureFields) -> None:
    """Delete the upload of a finished picture, then forget its name."""
    if picture.original:
        private_media().delete(picture.original.name)
    _write(picture, original="", lease_until=None, attempts=0)


def _postpone(picture: PictureFields, error: Exception) -> None:
    pause = FIRST_PAUSE * 2 ** (picture.attempts - 1)
    if picture.attempts < MAX_ATTEMPTS:
        outcome = {"lease_until": timezone.now() + pause}
    else:
        outcome = {"lease_until": None, "state": PictureState.FAILED}
    _write(picture, last_error=repr(error)[:200], **outcome)


def _write(picture: PictureFields, **values: object) -> None:
    """Write while the lease is ours; its next holder does the same work to the same files."""
    rows = type(picture)._base_manager.filter(pk=picture.pk)
    if rows.filter(lease_until=picture.lease_until).update(**values):
        picture.refresh_from_db()
    elif not rows.exists():
        files.forget(picture)
