"""What a village's volunteer does in the rooms inside the admin."""

from playwright.sync_api import Page, expect


def verify(page: Page, shop: str, name: str) -> None:
    """Look at a new stall that waits on the home page, and verify it."""
    page.goto(f"{shop}/cms/")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Verifikasi lapak").click()
    expect(page.get_by_role("heading", name="Terverifikasi")).to_be_visible()
