"""Files of picture rows: written under fixed names, removed with their row."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from shop.images import naming
from shop.images.fields import PictureFields
from shop.images.storage import private_media, public_media


def write(storage: Storage, name: str, content: bytes) -> None:
    """Write under exactly this name, over what a killed run may have left."""
    storage.delete(name)
    storage.save(name, ContentFile(content))


def forget(picture: PictureFields) -> None:
    """Remove every file of a row that is gone; files that never were are no error."""
    folder = naming.derivatives_folder(picture.token)
    for name in names_in(public_media(), folder):
        public_media().delete(name)
    public_media().delete(folder)
    for suffix in naming.MASTER_SUFFIXES:
        private_media().delete(naming.master_name(picture.token, suffix))
    if picture.original:
        private_media().delete(picture.original.name)


def names_in(storage: Storage, folder: str) -> list[str]:
    """Full names of the files in a folder; none if there is no such folder."""
    try:
        return [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []
