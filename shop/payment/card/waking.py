"""The worker's task that takes or lets go held money at once; the sweep would in a minute."""

from huey.contrib.djhuey import db_task

from . import captures


@db_task()
def settle_holds() -> None:
    captures.capture_due()
