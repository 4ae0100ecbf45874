from pathlib import Path

import pytest

from shop.images.storage import private_media


@pytest.fixture
def empty_storages(settings, tmp_path, monkeypatch) -> Path:
    """A folder with both storages, `media` and `private`, empty at the start of the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    # File fields keep their storage from the start of the process, so its place is what changes.
    for place in ("base_location", "location"):
        monkeypatch.setitem(private_media().__dict__, place, str(tmp_path / "private"))
    return tmp_path
