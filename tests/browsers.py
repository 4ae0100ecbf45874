"""Debian's Chromium for tests: a cheap phone, with and without JavaScript."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The path of Chromium, if this machine has it."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    """Chromium while the block runs."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened_page(
    browser: Browser, *, javascript: bool = True, viewport: dict[str, int] = PHONE
) -> Iterator[Page]:
    """A page in a fresh profile; what the console and the network complained of fails the test."""
    is_phone = viewport["width"] < 600
    context = browser.new_context(
        viewport=viewport,
        is_mobile=is_phone,
        has_touch=is_phone,
        device_scale_factor=2 if is_phone else 1,
        java_script_enabled=javascript,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if _is_complaint(message) else None,
    )
    page.on(
        "request",
        lambda request: (
            complaints.append(f"asks a stranger: {request.url}")
            if urlsplit(request.url).hostname not in {"127.0.0.1", None}
            else None
        ),
    )
    yield page
    context.close()
    assert complaints == []


def _is_complaint(message) -> bool:
    """Errors, but not the plain note that a document was answered with 4xx: tests ask for those."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")
