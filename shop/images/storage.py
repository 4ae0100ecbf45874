"""The two storages: public media, and private files that only a view with a rights check serves."""

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.http import FileResponse


class PrivateFiles(FileSystemStorage):
    """A folder outside public media, readable by the shop only.

    Django's own class falls back to MEDIA_URL when `base_url` is None; this one has no addresses.
    """

    def __init__(self, location: str | None = None) -> None:
        super().__init__(location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name: str | None) -> str:
        raise ValueError("A private file has no address; a view with a rights check serves it.")


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
