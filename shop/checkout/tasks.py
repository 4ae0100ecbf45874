"""The worker's part: let time run out. Each sweep finds by state what is left to do."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from . import drafts, readiness
from .expiry import complete_due, expire_due


@db_periodic_task(crontab(minute="*"))
def sweep_unpaid_orders() -> None:
    expire_due()


@db_periodic_task(crontab(minute="7"))
def sweep_finished_parts() -> None:
    complete_due()


@db_periodic_task(crontab(hour="3", minute="25"))
def forget_old_drafts() -> None:
    drafts.forget_old()


@db_periodic_task(crontab(minute="*"))
def show_life() -> None:
    readiness.note_worker()
