"""The worker's part: go on with calls that have no answer, free amounts, clear pictures."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from shop.order import complaints

from . import proofs
from .card import calls, sessions
from .holds import release_expected_amounts


@db_periodic_task(crontab())
def sweep_provider_calls() -> None:
    calls.retry_due()
    sessions.close_strays()


@db_periodic_task(crontab(hour="3", minute="45"))
def sweep_expected_amounts() -> None:
    release_expected_amounts()


@db_periodic_task(crontab(hour="3", minute="50"))
def sweep_stray_pictures() -> None:
    proofs.remove_strays()
    complaints.remove_strays()
