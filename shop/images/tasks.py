"""The worker's part: work at once after a commit, sweep every minute, clear strays once a day."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from shop.images.processing import process_all, remove_stray_uploads


@db_task()
def process_pictures() -> None:
    process_all()


@db_periodic_task(crontab(minute="*"))
def sweep_pictures() -> None:
    process_all()


@db_periodic_task(crontab(hour="3", minute="40"))
def sweep_stray_uploads() -> None:
    remove_stray_uploads()
