"""A stall's record of changes: what happened to it, its listings and its papers, in plain words.

Money, accounts and people are its owners' affair: only they are shown those events.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from catalogue.models import Product
from sellers.models import Credential, Seller
from shop.history.models import Event, EventQuerySet
from shop.look.words import clock, full_day
from shop.order.timeline import who
from shop.partner.models import ListingGroup, Partner, StockRecord

from .history_names import names_in
from .history_words import WORDS, say

#: How the verbs begin that only an owner reads of.
OWNERS_ONLY = (
    "partner.commission_",
    "payout.",
    "payout_account.",
    "consent.",
    "seller.member_",
    "seller.invitation_",
    "seller.phone_",
    "seller.whatsapp_",
)
#: An actor without a name is called by his e-mail address or phone, which nobody reads here.
ADDRESS = re.compile(r"@|(\d\D?){6}")


@dataclass(frozen=True)
class Change:
    """One thing that happened: `title` in words, `who` did it (empty for nobody), and why."""

    at: datetime
    title: str
    who: str
    reason: str

    @property
    def about(self) -> str:
        """What to read under the title: when, who and why."""
        when = f"{full_day(self.at)}, {clock(self.at)}"
        return " · ".join(filter(None, [when, self.who, self.reason]))


def of_stall(seller: Seller, *, is_owner: bool = False) -> EventQuerySet:
    """Return the events of a stall that have words, newest first; all of them for an owner."""
    stocked = StockRecord.objects.filter(partner=seller.partner_id)
    groups = ListingGroup.objects.filter(partner=seller.partner_id)
    subjects = (
        Q(subject_type=Seller._meta.label, subject_id=str(seller.pk))
        | Q(subject_type=Partner._meta.label, subject_id=str(seller.partner_id))
        | Q(subject_type=Product._meta.label, subject_id__in=_keys(stocked, "product_id"))
        | Q(subject_type=ListingGroup._meta.label, subject_id__in=_keys(groups, "pk"))
    )
    shown = [verb for verb in WORDS if is_owner or not verb.startswith(OWNERS_ONLY)]
    return Event.objects.filter(subjects, verb__in=shown).order_by("-at", "-pk")


def of_papers(seller: Seller, papers: Iterable[Credential]) -> dict[int, list[Change]]:
    """Return what happened to each of a stall's papers, by its id, newest first."""
    found: dict[int, list[Event]] = {paper.pk: [] for paper in papers}
    events = Event.objects.about(seller).filter(verb__startswith="credential.", verb__in=WORDS)
    for event in events.order_by("-at", "-pk"):
        if event.after.get("paper") in found:
            found[event.after["paper"]].append(event)
    told = iter(changes([event for events in found.values() for event in events]))
    return {key: [next(told) for _event in events] for key, events in found.items()}


def changes(events: Iterable[Event]) -> list[Change]:
    """Put events into words; four queries for the names in them, however many they are."""
    events = list(events)
    names = names_in(events)
    return [
        Change(event.at, say(event, names), _without_address(who(event), event), event.reason)
        for event in events
    ]


def _without_address(said: str, event: Event) -> str:
    return "" if ADDRESS.search(event.actor_label) else said


def _keys(rows: models.QuerySet, column: str) -> models.QuerySet:
    """Return the ids in the way events hold them."""
    return rows.annotate(key=Cast(column, models.CharField())).values("key")
