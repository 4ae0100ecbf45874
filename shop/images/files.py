"""Files of picture rows: written under fixed names, removed with their row."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from shop.images import naming
from shop.images.derivatives import WIDTHS
from shop.images.fields import PictureFields
from shop.images.storage import private_media, public_media


def write(storage: Storage, name: str, content: bytes) -> None:
    """Write under exactly this name, over what a killed run may have left."""
    storage.delete(name)
    storage.save(name, ContentFile(content))


def forget(picture: PictureFields) -> None:
    """Remove every file of a row that is gone; files that never were are no error."""
    for name in _private_names(picture):
        private_media().delete(name)
    for name in naming.derivative_names(picture.token, {*WIDTHS, *picture.widths}):
        public_media().delete(name)


def _private_names(picture: PictureFields) -> list[str]:
    masters = [naming.master_name(picture.token, suffix) for suffix in naming.MASTER_SUFFIXES]
    return [*masters, picture.original.name] if picture.original else masters
