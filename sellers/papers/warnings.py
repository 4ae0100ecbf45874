"""Owners hear 60, 30 and 7 days ahead that a paper runs out, once when it has, and of missing ones.

That goods on sale need a paper nobody entered is said once, and again after 30 days.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalogue.models import Product
from sellers.models import Credential, Seller
from sellers.papers import notices
from sellers.papers.due import missing_on_sale
from shop.history.models import Event, record
from shop.people.actors import SYSTEM

#: Days ahead; EXPIRED stands in the row for the word after the last day.
AHEAD = (60, 30, 7)
EXPIRED = 0
#: So long the owners hear nothing more of the same missing kind of paper.
SILENCE = timedelta(days=30)
MISSING_TOLD = "credential.missing_told"


def warn_due(today: date | None = None) -> int:
    """Tell the owners of papers that run out, each step once; return how many were told.

    Run it daily. Two sweeps at once tell nobody twice, and a missed day is made good.
    """
    on = today or timezone.localdate()
    return sum(_warn(paper, on) for paper in _running_out(on).select_related("seller"))


def warn_missing(at: datetime | None = None) -> int:
    """Tell the owners of verified stalls which papers goods on sale lack; return how many stalls.

    Run it daily. Each kind of paper is named at most every 30 days, by what the stall's record
    says; goods stay on sale.
    """
    now = at or timezone.now()
    sold = Product.objects.filter(state=Product.State.PUBLISHED).values("stockrecords__partner")
    sellers = Seller.objects.filter(verified_at__isnull=False, partner__in=sold)
    return sum(_warn_missing(seller.pk, now) for seller in sellers)


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


def _warn_missing(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        seller = Seller.objects.select_for_update(of=("self",)).with_place().get(pk=pk)
        told = Event.objects.about(seller).filter(verb=MISSING_TOLD, at__gt=now - SILENCE)
        known = {kind for event in told for kind in event.after["kinds"]}
        lacking = [row for row in missing_on_sale(seller) if row.kind not in known]
        if not lacking:
            return False
        record(MISSING_TOLD, seller, by=SYSTEM, after={"kinds": [row.kind for row in lacking]})
        notices.tell_missing(seller, [row.title for row in lacking])
    return True
