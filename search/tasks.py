"""The worker's follower: this machine's index hears of listing changes within two seconds."""

import logging
import threading

from django.db import close_old_connections, connections
from huey.contrib.djhuey import on_shutdown, on_startup

from search.engines import current

SECONDS = 2

log = logging.getLogger(__name__)
_stop = threading.Event()
_starting = threading.Lock()


@on_startup()
def start_following() -> None:
    """Start the follower once per worker process, however many threads that has."""
    with _starting:
        if any(thread.name == __name__ for thread in threading.enumerate()):
            return
        _stop.clear()
        threading.Thread(target=_follow_until_stopped, name=__name__, daemon=True).start()


@on_shutdown()
def stop_following() -> None:
    """Let the follower end after its present round."""
    _stop.set()


def follow_once() -> int:
    """Apply what changed since the last time; how many listings were looked at anew."""
    return current().follow()


def _follow_until_stopped() -> None:
    while not _stop.wait(SECONDS):
        close_old_connections()
        try:
            follow_once()
        except Exception:
            # The next round tries again: a follower that died would leave the index behind.
            log.exception("following listing changes failed")
    connections.close_all()
