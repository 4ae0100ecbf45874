"""The worker's part: orders that wait are reminded of and end in time; papers, out and missing."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sellers.clock import answering
from sellers.papers.warnings import warn_due, warn_missing
from sellers.team import consents


@db_periodic_task(crontab(minute="*"))
def sweep_unanswered_orders() -> None:
    answering.remind_due()
    answering.expire_unanswered()


@db_periodic_task(crontab(minute="*"))
def let_told_papers_count() -> None:
    consents.count_told()


# At 7.30 in the morning in Blitar; the schedule is in UTC.
@db_periodic_task(crontab(hour="0", minute="30"))
def warn_of_papers() -> None:
    warn_due()
    warn_missing()
