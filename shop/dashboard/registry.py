"""The screens of the staff's frame, and what their first page shows of each.

Packages above register theirs in their `ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
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


@dataclass(frozen=True)
class Line:
    """One thing that waits: what it is, where it is dealt with, rupiah, and a picture if any."""

    text: str
    url: str = ""
    amount: int | None = None
    note: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Queue:
    """Things that wait for the same step, the most urgent first.

    `permission` is what one needs to take the step (empty: seeing the screen is enough), `rows`
    returns them all, `line` says how one reads, asking nothing more; `url_name` is the screen
    where they are dealt with.
    """

    title: str | Promise
    permission: str
    rows: Callable[[], QuerySet]
    line: Callable[[object], Line]
    url_name: str

    @property
    def target(self) -> str:
        """The full name of the screen's first page."""
        return f"dashboard:{self.url_name}"


_screens: dict[str, Screen] = {}
_queues: list[Queue] = []


def register(screen: Screen) -> None:
    """Add a screen; registering the same one again changes nothing."""
    _screens[screen.url_name] = screen


def screens() -> list[Screen]:
    """Return every screen in the order of registration."""
    return list(_screens.values())


def screens_for(user) -> list[Screen]:
    """Return the screens this person may open."""
    return [screen for screen in screens() if user.has_perm(screen.permission)]


def watch(*queues: Queue) -> None:
    """Show queues on the first page, in this order; a queue that is there is not added again."""
    _queues.extend(queue for queue in queues if queue not in _queues)


def queues_for(user) -> list[Queue]:
    """Return what waits for steps that this person may take, on screens that she may open."""
    open_screens = {screen.url_name for screen in screens_for(user)}
    return [
        queue
        for queue in _queues
        if queue.url_name in open_screens
        and (not queue.permission or user.has_perm(queue.permission))
    ]
