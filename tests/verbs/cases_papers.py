"""Verbs about papers of trust."""

from django.utils import timezone

from sellers.models import Credential
from sellers.papers import credentials
from sellers.papers.facts import Facts
from sellers.papers.refusals import AlreadyAnswered, AlreadyThere
from sellers.refusals import NotYoursToCheck
from tests import factories
from tests.verbs.world import CHECKERS, INVOLVED, SELLERS, Case, photo

NIB = Facts(number="1234567890123")
NEXT_NIB = Facts(number="1234567890124")


def nib(w, state="waiting"):
    made = credentials.add(w.seller, "nib", NIB, by=w.actors["owner"])
    seen_at = timezone.now() if state == "verified" else None
    Credential.objects.filter(pk=made.pk).update(state=state, verified_at=seen_at)
    made.refresh_from_db()
    return made


def halal(w):
    above = factories.category("olahan", "olahan")
    leaf = factories.category("keripik", "olahan", above=above, is_food=True, halal="wajib")
    first, second = (factories.shelved(w.seller, leaf=leaf, halal="wajib") for _ in range(2))
    facts = Facts(number="ID35110001234567", listings=[first])
    return credentials.add(w.seller, "halal", facts, by=w.actors["owner"]), second


CASES = [
    Case(
        credentials.add,
        lambda w: None,
        lambda w, by: credentials.add(w.seller, "nib", NIB, by=by, photo=photo()),
        "credential.added",
        SELLERS,
        again=AlreadyThere,
    ),
    Case(
        credentials.hand_in,
        nib,
        lambda w, by: credentials.hand_in(w.it, NEXT_NIB, by=by),
        "credential.handed_in",
        SELLERS,
        again="anew",
    ),
    Case(
        credentials.hand_in,
        lambda w: nib(w, "verified"),
        lambda w, by: credentials.hand_in(w.it, NEXT_NIB, by=by),
        "",
        "",
        refused={AlreadyAnswered: SELLERS},
    ),
    Case(
        credentials.replace,
        lambda w: nib(w, "verified"),
        lambda w, by: credentials.replace(w.it, NEXT_NIB, by=by),
        "credential.renewed",
        SELLERS,
        again=AlreadyThere,
    ),
    Case(
        credentials.cover,
        halal,
        lambda w, by: credentials.cover(*w.it, by=by),
        "credential.covers",
        SELLERS,
    ),
    Case(
        credentials.verify,
        nib,
        lambda w, by: credentials.verify(w.it, by=by),
        "credential.verified",
        CHECKERS,
        refused={NotYoursToCheck: INVOLVED},
        again=AlreadyAnswered,
    ),
    Case(
        credentials.refuse,
        nib,
        lambda w, by: credentials.refuse(w.it, "Tak terbaca", by=by),
        "credential.refused",
        CHECKERS,
        refused={NotYoursToCheck: INVOLVED},
        again=AlreadyAnswered,
    ),
    Case(
        credentials.withdraw,
        nib,
        lambda w, by: credentials.withdraw(w.it, by=by),
        "credential.withdrawn",
        SELLERS,
    ),
]
