"""The two storages: public media, and private files that only a view with a rights check serves."""

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.http import FileResponse


def public_media() -> Storage:
    """Cleaned pictures that everybody may see, under names nobody can guess."""
    return storages["default"]


def private_media() -> Storage:
    """Proofs, papers, consents and unprocessed originals; its files have no address."""
    return storages["private"]


def serve_private(file: File, *, download_name: str, content_type: str) -> FileResponse:
    """A private file as an answer that is not cached, not sniffed and can run nothing.

    The view that calls this has checked the right to see the file.
    """
    response = FileResponse(file.open("rb"), filename=download_name, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
