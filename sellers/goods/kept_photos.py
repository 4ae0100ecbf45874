"""Photos of a form that came back with an error: cleaned, kept for a day, for that person only.

They lie among the uploads without a row, so `shop.images` sweeps away after a day what nobody
came back for.
"""

from django.core import signing
from django.core.files.base import File
from django.core.files.storage import Storage

from sellers.models import Seller
from shop.images.cleaning import clean_upload
from shop.images.naming import original_name
from shop.images.storage import private_media
from shop.people.models import User

SALT = "sellers.goods.kept_photos"
A_DAY = 24 * 60 * 60


def keep(photo: File, *, seller: Seller, person: User) -> str:
    """Keep a photo without its position; return the word that brings it back.

    Raises shop.images.refusals.PictureRefused.
    """
    cleaned = clean_upload(photo)
    name = _storage().save(original_name(None, cleaned.name), cleaned)
    return signing.dumps([seller.pk, person.pk, name], salt=SALT)


def kept(word: str, *, seller: Seller, person: User) -> File | None:
    """Return the photo of this person at this stall; None for a wrong or old word."""
    try:
        owner = signing.loads(word, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    if owner[:2] != [seller.pk, person.pk] or not _storage().exists(owner[2]):
        return None
    photo = _storage().open(owner[2])
    photo.name = owner[2]
    return photo


def forget(photo: File) -> None:
    """Remove a kept photo that has become a picture."""
    photo.close()
    _storage().delete(photo.name)


def _storage() -> Storage:
    return private_media()
