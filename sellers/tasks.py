"""The worker's part: orders that wait for their seller are reminded of, and end in time."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from . import answering, consents


@db_periodic_task(crontab(minute="*"))
def sweep_unanswered_orders() -> None:
    answering.remind_due()
    answering.expire_unanswered()


@db_periodic_task(crontab(minute="*"))
def let_told_papers_count() -> None:
    consents.count_told()
