"""Names of a picture's files in the two storages."""

import secrets
from pathlib import PurePosixPath

FORMATS = ("avif", "webp", "jpeg")
MASTER_SUFFIXES = (".jpg", ".webp")
UPLOADS = "originals"


def random_name(folder: str, filename: str) -> str:
    """A random name in a folder; nothing of the person's own file name is kept but the suffix."""
    return f"{folder}/{secrets.token_urlsafe(16)}{PurePosixPath(filename).suffix.lower()}"


def content_type_of(name: str) -> str:
    """What a cleaned picture is, by its name: cleaning makes WebP and JPEG only."""
    return "image/webp" if name.endswith(".webp") else "image/jpeg"


def original_name(_picture: object, filename: str) -> str:
    """Where an upload waits to be cleaned."""
    return random_name(UPLOADS, filename)


def master_name(token: str, suffix: str) -> str:
    return f"masters/{token}{suffix}"


def derivatives_folder(token: str) -> str:
    return f"pictures/{token}"


def derivative_name(token: str, width: int, image_format: str) -> str:
    """Its content never changes under one name, so it may be cached for ever."""
    return f"{derivatives_folder(token)}/{width}.{image_format}"
