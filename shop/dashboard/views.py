"""The staff's first page: what waits for somebody, the first of it at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse

from . import registry
from .frame import page, staff_view
from .registry import Line, Queue

LINES = 5


@dataclass(frozen=True)
class Waiting:
    """A queue that is not empty: how many wait, and the first of them."""

    queue: Queue
    count: int
    lines: list[Line]


@staff_view()
def index(request: HttpRequest) -> HttpResponse:
    """Show what waits, queue by queue, and each screen with its number of waiting things."""
    tiles = [
        (screen, screen.waiting() if screen.waiting else None)
        for screen in registry.screens_for(request.user)
    ]
    waiting = list(_waiting(registry.queues_for(request.user)))
    return page(request, "dashboard/index.html", {"tiles": tiles, "waiting": waiting})


def _waiting(queues: list[Queue]) -> Iterator[Waiting]:
    """Ask once per queue: the rows say themselves how many they are."""
    for queue in queues:
        rows = list(queue.rows().annotate(in_all=Window(Count("pk")))[:LINES])
        if rows:
            yield Waiting(queue, rows[0].in_all, [queue.line(row) for row in rows])
