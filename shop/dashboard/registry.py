"""The screens of the staff's frame. Packages above register theirs in their `ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import URLPattern
from django.utils.functional import Promise


@dataclass(frozen=True)
class Screen:
    """One entry of the staff's navigation.

    `url_name` is its first page (in the namespace `dashboard`), `permission` what one
    needs to see it ("app.codename"), `waiting` counts what somebody should do now.
    """

    url_name: str
    title: str | Promise
    permission: str
    patterns: tuple[URLPattern, ...]
    waiting: Callable[[], int] | None = None

    @property
    def target(self) -> str:
        """The full name of the screen's first page."""
        return f"dashboard:{self.url_name}"


_screens: dict[str, Screen] = {}


def register(screen: Screen) -> None:
    """Add a screen; registering the same one again changes nothing."""
    _screens[screen.url_name] = screen


def screens() -> list[Screen]:
    """Return every screen in the order of registration."""
    return list(_screens.values())


def screens_for(user) -> list[Screen]:
    """Return the screens this person may open."""
    return [screen for screen in screens() if user.has_perm(screen.permission)]
