"""Work in a process that is killed at a chosen step, as by a power cut."""

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from itertools import count

import requests
from django.db import connections

from shop.communication import channels
from tests.concurrency.racing import forking


def kills(work: Callable[[], object], *, first: int = 1, every: int = 1) -> Iterator[int]:
    """Run `work` again and again, killed (SIGKILL) one step later each time; ends when it survives.

    A step is every statement, every commit, every delivery of a message and every request to
    another server (before and after each). Yields the step at which it died, for the test to
    look around; after the last, surviving run it yields once more. `first` and `every` leave
    steps out.
    """
    for step in count(first, every):
        survived = _survives(step, work)
        yield step
        if survived:
            return


def _survives(step: int, work: Callable[[], object]) -> bool:
    with forking():
        child = os.fork()
    if child == 0:
        _die_or_finish(step, work)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "the work failed; its traceback is above"
    return True


def _die_or_finish(step: int, work: Callable[[], object]) -> None:
    """Do the work in this forked process, which ends here in any case."""
    try:
        fate = Fate(step)
        fate.watch_database()
        fate.watch_deliveries()
        fate.watch_requests()
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


class Fate:
    """Counts steps and kills its own process at one of them."""

    def __init__(self, last: int):
        self.left = last

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch_database(self) -> None:
        connection = connections["default"]
        connection.ensure_connection()
        connection.execute_wrappers.append(self._execute)
        connection.commit = self._around(connection.commit)

    def watch_deliveries(self) -> None:
        for channel in channels.CHANNELS.values():
            channel.deliver = self._around(channel.deliver)

    def watch_requests(self) -> None:
        requests.Session.send = self._around(requests.Session.send)

    def _execute(self, execute, *statement):
        self.step()
        return execute(*statement)

    def _around(self, act):
        def watched(*arguments, **named):
            self.step()
            answer = act(*arguments, **named)
            self.step()
            return answer

        return watched
