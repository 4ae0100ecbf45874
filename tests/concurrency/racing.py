"""The same work in several processes at the same moment, on the database of the test.

`RACES` in the environment sets how many rounds a race runs; without it the tests run few
enough for every day: `RACES=2000 pytest tests/concurrency`.
"""

import multiprocessing
import os
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, connections
from huey.contrib.djhuey import HUEY

RACERS = 8
PATIENCE = 120


@dataclass(frozen=True)
class Outcome:
    """What came of one racer's work: a value, or the name and text of what it raised, and where."""

    value: Any = None
    error: str = ""
    text: str = ""
    trace: str = field(default="", compare=False, repr=False)


def rounds(usual: int) -> int:
    """Return how many rounds to run."""
    return int(os.environ.get("RACES") or usual)


def race(
    job: Callable[[Any], Any],
    entries: Sequence[Sequence[Any]],
    *,
    prepare: Callable[[Any], Any] = lambda entry: entry,
) -> list[list[Outcome]]:
    """Run `job(prepare(entry))` for the entries of a round at the same moment, round by round.

    Every racer is a process with a connection of its own; it prepares first, then all wait for
    each other. Returns the outcomes by round and racer, as picklable values.
    """
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(len(entries[0]))
    ends = []
    for lane in zip(*entries, strict=True):
        receiver, sender = fork.Pipe(duplex=False)
        racer = fork.Process(target=_run, args=(job, prepare, lane, start, sender), daemon=True)
        with forking():
            racer.start()
        sender.close()
        ends.append((racer, receiver))
    lanes = [_finish(racer, receiver) for racer, receiver in ends]
    return [list(outcomes) for outcomes in zip(*lanes, strict=True)]


@contextmanager
def forking() -> Iterator[None]:
    """Close what a forked process must not share with this one, then let it fork.

    Python 3.12 warns of other threads at every fork. The only ones here are those of the
    process that spreads the tests, and a forked process never touches what they hold.
    """
    connections.close_all()
    HUEY.storage.close()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*multi-threaded.*fork", DeprecationWarning)
        yield


def _run(job, prepare, lane, start, sender) -> None:
    outcomes = []
    for entry in lane:
        try:
            connection.ensure_connection()
            ready = prepare(entry)
            start.wait(PATIENCE)
            outcomes.append(Outcome(value=job(ready)))
        except Exception as error:
            trace = traceback.format_exc()
            outcomes.append(Outcome(None, type(error).__name__, str(error), trace))
    sender.send(outcomes)
    connections.close_all()


def _finish(racer, receiver) -> list[Outcome]:
    with receiver:
        outcomes = receiver.recv()
    racer.join(PATIENCE)
    return outcomes
