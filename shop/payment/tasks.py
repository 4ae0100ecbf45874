"""The worker's part: free amounts nobody will pay any more, clear pictures nobody holds."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from shop.order import complaints

from . import proofs
from .holds import release_expected_amounts


@db_periodic_task(crontab(hour="3", minute="45"))
def sweep_expected_amounts() -> None:
    release_expected_amounts()


@db_periodic_task(crontab(hour="3", minute="50"))
def sweep_stray_pictures() -> None:
    proofs.remove_strays()
    complaints.remove_strays()
