"""The worker's part: deliver at once after a commit, sweep every minute, forget old codes."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from shop.communication import codes, outbox


@db_task()
def deliver_messages() -> None:
    outbox.deliver_due()


@db_periodic_task(crontab(minute="*"))
def sweep_messages() -> None:
    outbox.deliver_due()


@db_periodic_task(crontab(hour="3", minute="20"))
def forget_old_codes() -> None:
    codes.forget_old()
