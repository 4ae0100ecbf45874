"""The worker's part: go on with calls that have no answer, free amounts, clear pictures."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from shop.order import complaints
from shop.payment.collecting import proposals
from shop.payment.incoming import proofs, statement_uploads

from . import methods
from .card import calls, captures, client, reconciling, sessions
from .card.waking import settle_holds  # noqa: F401 - the worker finds its tasks here
from .holds import release_expected_amounts


@db_periodic_task(crontab())
def sweep_provider_calls() -> None:
    calls.retry_due()
    sessions.close_strays()


@db_periodic_task(crontab())
def sweep_cards() -> None:
    captures.capture_due()
    methods.return_due()


@db_periodic_task(crontab(minute="20"))
def reconcile_card() -> None:
    if client.is_configured():
        reconciling.reconcile()


@db_periodic_task(crontab(hour="3", minute="45"))
def sweep_expected_amounts() -> None:
    release_expected_amounts()


@db_periodic_task(crontab(hour="3", minute="50"))
def sweep_stray_pictures() -> None:
    proofs.remove_strays()
    proposals.remove_strays()
    complaints.remove_strays()


@db_periodic_task(crontab(hour="3", minute="55"))
def sweep_statement_drafts() -> None:
    statement_uploads.drop_old_drafts()
