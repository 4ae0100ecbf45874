"""What reaches people's phones: the outbox's file, and the codes in it."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from playwright.sync_api import Page

from shop.communication.models import Message

DELIVERY_SECONDS = 60


def letters_to(phone: str, kind: str) -> list[dict]:
    """Return what reached a phone by the outbox's file, oldest first; `phone` is E.164."""
    file = Path(settings.OUTBOX_FILE)
    lines = file.read_text().splitlines() if file.exists() else []
    letters = [json.loads(line) for line in lines]
    return [one for one in letters if (one["phone"], one["kind"]) == (phone, kind)]


def latest_letter(phone: str, kind: str, *, after: int = 0) -> dict:
    """Wait for the worker to deliver one more than `after` letters; returns the last."""
    deadline = time.monotonic() + DELIVERY_SECONDS
    while len(found := letters_to(phone, kind)) <= after:
        assert time.monotonic() < deadline, f"no {kind} for {phone}"
        time.sleep(0.2)
    return found[-1]


def all_sent(messages: QuerySet[Message]) -> list[Message]:
    """Wait until the worker has noted every message as sent: it writes the letter first."""
    deadline = time.monotonic() + DELIVERY_SECONDS
    while messages.filter(sent_at__isnull=True).exists():
        assert time.monotonic() < deadline, "a message was never noted as sent"
        time.sleep(0.2)
    return list(messages)


def prove(page: Page, phone: str, press: Callable[[], None]) -> None:
    """Press what sends a code, and type the code that comes."""
    before = len(letters_to(phone, "code"))
    press()
    code = latest_letter(phone, "code", after=before)["code"]
    page.get_by_label("Kode OTP").fill(code)
    page.get_by_role("button", name="Periksa kode").click()
