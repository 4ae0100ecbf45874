"""The village's money for other treasurers, and other collectors' rows for the treasurer."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from shop.people.models import User
from shop.villages.models import Assignment
from tests.access.asking import asked, undone
from tests.access.table import Row, rows
from tests.access.world import World, signed_in

#: Her own village's addresses.
HERS = [row for row in rows() if row.path.startswith("/kas-desa/{village}/")]
NAMING = [row for row in HERS if "{till_" in row.path]


def browser_of(person: User, *, has_step: bool = True) -> Client:
    browser = Client()
    session = signed_in(person, has_step=has_step)
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    return browser


def or_405(row: Row, word: str) -> str:
    """Where only a form may be sent, that is said first."""
    return "405" if row.answers["treasurer"] == "405" else word


@pytest.mark.parametrize("row", HERS, ids=str)
def test_the_treasurer_of_another_village_finds_nothing(row: Row, world: World):
    answer = asked(world.browser("far_treasurer"), row.method, world.address(row.path))
    assert answer == or_405(row, "404")


@pytest.mark.parametrize("row", HERS, ids=str)
@pytest.mark.parametrize("how", ["ended", "to come"])
def test_who_is_not_assigned_today_finds_nothing(row: Row, how: str, world: World):
    person, today = world.people["treasurer"], timezone.localdate()
    days = {"ended": {"ends": today - timedelta(days=1)}, "to come": {"starts": today}}
    with undone():
        if how == "to come":
            days["to come"]["starts"] += timedelta(days=1)
        Assignment.objects.filter(person=person).update(**days[how])
        answer = asked(world.browser("treasurer"), row.method, world.address(row.path))
    assert answer == or_405(row, "404")


@pytest.mark.parametrize("row", HERS, ids=str)
def test_a_treasurer_whose_number_is_in_doubt_proves_who_she_is(row: Row, world: World):
    person = User.objects.filter(pk=world.people["treasurer"].pk)
    with undone():
        person.update(phone_doubted_at=timezone.now())
        answer = asked(browser_of(person.get()), row.method, world.address(row.path))
    assert answer == or_405(row, "proof")


@pytest.mark.parametrize("row", NAMING, ids=str)
def test_rows_of_another_collector_are_not_hers(row: Row, world: World):
    path = row.path.replace("{till_", "{far_till_")
    assert asked(world.browser("treasurer"), row.method, world.address(path)) == or_405(row, "404")
