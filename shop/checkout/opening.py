"""Whether real buyers may order: closed until somebody opens the shop, and closed again by choice.

Everything stays to be looked at, baskets too; only buying waits. Orders placed before go on.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order.refusals import NotPossible
from shop.people.actors import Actor

from . import readiness
from .models import Opening


class NotOpen(NotPossible):
    """Nobody can order yet, or for now."""

    message = _("The shop isn't open yet. Your basket is kept.")


class NotReady(NotPossible):
    """Something is still missing before real buyers come; `missing` holds what."""

    message = _("Not everything is ready. Look at the list.")

    def __init__(self, missing: Sequence[readiness.Finding]):
        super().__init__()
        self.missing = list(missing)


def is_open() -> bool:
    """Say whether orders are taken: one query, and none where a trial shop is always open."""
    if settings.ALWAYS_OPEN:
        return True
    return bool(Opening.objects.values_list("is_open", flat=True).order_by("-pk").first())


def require_open() -> None:
    """Raise NotOpen unless orders are taken."""
    if not is_open():
        raise NotOpen


def open_shop(*, by: Actor) -> Opening:
    """Let real buyers order; raises NotReady while a check finds something missing."""
    missing = [finding for finding in readiness.findings() if not finding.is_good]
    if missing:
        raise NotReady(missing)
    return _turn(True, verb="shop.opened", by=by)


def close_shop(*, by: Actor) -> Opening:
    """Take no new orders from now on."""
    return _turn(False, verb="shop.closed", by=by)


@transaction.atomic
def _turn(is_open: bool, *, verb: str, by: Actor) -> Opening:
    opening = Opening.objects.create(is_open=is_open, by_id=by.person_id)
    record(verb, opening, by=by)
    return opening
