import json
from collections.abc import Callable

import pytest

from shop.communication import kinds
from shop.communication.kinds import register_kind


@pytest.fixture(autouse=True)
def outbox_file(settings, tmp_path):
    """Messages of this test arrive in a file of its own."""
    settings.OUTBOX_FILE = tmp_path / "outbox.jsonl"
    settings.OUTBOX_CHANNELS = ["file"]
    return settings.OUTBOX_FILE


@pytest.fixture
def arrived(outbox_file) -> Callable[[], list[dict]]:
    """What has arrived so far, oldest first."""

    def read() -> list[dict]:
        if not outbox_file.exists():
            return []
        return [json.loads(line) for line in outbox_file.read_text().splitlines()]

    return read


@pytest.fixture
def greeting(monkeypatch):
    """A kind of message with a value and a secret."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    return register_kind(
        "greeting",
        subject="Hello %(name)s",
        text="%(count)d baskets wait at %(site)s/pesanan/%(secret)s/",
    )
