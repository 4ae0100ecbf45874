"""Every verb, for everybody who may use it and who may not: one change is one event."""

import json

import pytest
from django.apps import apps
from django.db import connection, transaction

from shop.history.models import Event
from tests.verbs import (
    cases_cards,
    cases_delivery,
    cases_goods,
    cases_incoming,
    cases_money,
    cases_operating,
    cases_orders,
    cases_papers,
    cases_paying_out,
    cases_people,
    cases_places,
    cases_stall,
    cases_team,
)
from tests.verbs.census import verbs
from tests.verbs.pieces import PIECES
from tests.verbs.world import Case, make_world

CASES = [
    *cases_goods.CASES,
    *cases_delivery.CASES,
    *cases_stall.CASES,
    *cases_team.CASES,
    *cases_papers.CASES,
    *cases_people.CASES,
    *cases_orders.CASES,
    *cases_money.CASES,
    *cases_incoming.CASES,
    *cases_cards.CASES,
    *cases_places.CASES,
    *cases_paying_out.CASES,
    *cases_operating.CASES,
]
#: Columns that no event may hold the content of.
PRIVATE = {
    "phone",
    "guest_phone",
    "recipient_phone",
    "phone_number",
    "email",
    "guest_email",
    "line1",
    "line2",
    "token_hash",
    "password",
    "endpoint",
    "p256dh",
    "auth",
}
ACCOUNTS = {"payment.PayoutAccount", "payment.Refund", "payment.BankAccount"}

MAY = [(case, role) for case in CASES for role in case.may.split()]
MAY_NOT = [
    (case, role, refusal)
    for case in CASES
    for refusal, roles in case.refused.items()
    for role in roles.split()
]


def ident(value: object) -> str | None:
    if isinstance(value, Case):
        return value.name
    return value if isinstance(value, str) else getattr(value, "__name__", None)


def world_of(case: Case, role: str):
    world = make_world()
    world.me = world.people.get(role)
    world.it = case.make(world)
    return world, world.actors[role]


def events_since(last: int) -> list[Event]:
    return list(Event.objects.filter(pk__gt=last).order_by("pk"))


def last_event() -> int:
    return Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def rows() -> dict[str, list]:
    """Return every row of every table, as the database keeps it."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.django_table_names(only_existing=False)):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = cursor.fetchall()
    return found


def private_words() -> set[str]:
    """Return every phone, address and account number that a table holds."""
    words = set()
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields} & PRIVATE
        if model._meta.label in ACCOUNTS:
            names.add("number")
        for name in names:
            words.update(str(value) for value in model._base_manager.values_list(name, flat=True))
    words |= {word.removeprefix("+62") for word in words if word.startswith("+62")}
    return {word for word in words if len(word) >= 6}


def test_every_verb_has_a_case_and_every_case_a_verb():
    cased = {case.name for case in CASES}
    found = verbs()

    assert sorted(found - cased - PIECES.keys()) == [], "these verbs have no case"
    assert sorted((cased | PIECES.keys()) - found) == [], "there are no such verbs"
    assert sorted(cased & PIECES.keys()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("case", "role"), MAY, ids=ident)
def test_one_change_is_one_event_in_the_name_of_who_did_it(case, role):
    world, by = world_of(case, role)
    before = last_event()
    case.do(world, by)
    events = events_since(before)

    assert [event.verb for event in events] == case.writes.split()
    for event in events:
        assert (event.person_id, event.actor_label) == (by.person_id, by.label)
        assert (event.on_behalf_of_id, event.consent) == (by.on_behalf_of_id, by.consent)
        assert apps.get_model(event.subject_type)
        assert event.subject_id
    said = json.dumps([[event.before, event.after, event.reason] for event in events])
    assert [word for word in private_words() if word in said] == []

    before = last_event()
    if isinstance(case.again, type):
        with pytest.raises(case.again), transaction.atomic():
            case.do(world, by)
    else:
        case.do(world, by)
    second = [event.verb for event in events_since(before)]
    assert second == (case.writes.split() if case.again == "anew" else [])


@pytest.mark.django_db
@pytest.mark.parametrize(("case", "role", "refusal"), MAY_NOT, ids=ident)
def test_who_may_not_is_refused_by_name_and_nothing_changes(case, role, refusal):
    world, by = world_of(case, role)
    before = rows()
    with pytest.raises(refusal) as raised:
        case.do(world, by)

    assert raised.type is refusal
    assert rows() == before
