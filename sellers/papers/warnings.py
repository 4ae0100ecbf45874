"""Owners hear 60, 30 and 7 days ahead that a paper runs out, and once when it has."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sellers.models import Credential, Seller
from sellers.papers import notices
from shop.history.models import record
from shop.people.actors import SYSTEM

#: Days ahead; EXPIRED stands in the row for the word after the last day.
AHEAD = (60, 30, 7)
EXPIRED = 0


def warn_due(today: date | None = None) -> int:
    """Tell the owners of papers that run out, each step once; return how many were told.

    Run it daily. Two sweeps at once tell nobody twice, and a missed day is made good.
    """
    on = today or timezone.localdate()
    return sum(_warn(paper, on) for paper in _running_out(on).select_related("seller"))


def expiring(seller: Seller, today: date | None = None) -> QuerySet[Credential]:
    """Return a stall's verified papers that run out within 60 days or have run out."""
    return _running_out(today or timezone.localdate()).filter(seller=seller).order_by("expires_on")


def step_of(paper: Credential, on: date) -> int:
    """Return which warning is due for a paper that runs out: 60, 30, 7 or EXPIRED."""
    left = (paper.expires_on - on).days
    return EXPIRED if left < 0 else min(days for days in AHEAD if left <= days)


def _running_out(on: date) -> QuerySet[Credential]:
    return Credential.objects.filter(
        state=Credential.State.VERIFIED, expires_on__lte=on + timedelta(days=max(AHEAD))
    )


def _warn(paper: Credential, on: date) -> bool:
    step = step_of(paper, on)
    not_yet = Q(warned_days=None) | Q(warned_days__gt=step)
    with transaction.atomic():
        rows = Credential.objects.filter(
            not_yet, pk=paper.pk, state=Credential.State.VERIFIED, expires_on=paper.expires_on
        )
        if not rows.update(warned_days=step):
            return False
        record(
            "credential.warned", paper.seller, by=SYSTEM, after={"paper": paper.pk, "days": step}
        )
        kind = "paper.expired" if step == EXPIRED else "paper.expiring"
        notices.tell(paper, kind, days=(paper.expires_on - on).days)
    return True
