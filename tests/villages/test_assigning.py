from datetime import date

import pytest
from django.contrib.auth import get_user_model

from shop.history.models import Event
from shop.people.actors import SYSTEM
from shop.villages.assigning import (
    AlreadyAssigned,
    EndsBeforeStart,
    WrongLevel,
    assign,
    end_assignment,
)
from shop.villages.models import Assignment, Region
from shop.villages.signals import assignment_changed

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def volunteer(db):
    return get_user_model().objects.create_user("pandu@example.com", name="Pandu")


@pytest.fixture
def village(blitar):
    return Region.objects.get(code="35.05.04.2007")


@pytest.fixture
def heard():
    """The assignments that `assignment_changed` told of."""
    told = []

    def listen(sender, assignment, **kwargs):
        told.append((assignment.pk, assignment.ends))

    assignment_changed.connect(listen)
    yield told
    assignment_changed.disconnect(listen)


def test_an_assignment_is_told_and_recorded(volunteer, village, heard):
    assignment = assign(volunteer, role="volunteer", region=village, starts=MONDAY, by=SYSTEM)

    assert list(Assignment.objects.current(MONDAY)) == [assignment]
    assert heard == [(assignment.pk, None)]
    assert Event.objects.about(assignment).get().verb == "assignment.made"


def test_an_assignment_ends_on_its_last_day(volunteer, village, heard):
    assignment = assign(volunteer, role="office", region=village, starts=MONDAY, by=SYSTEM)

    end_assignment(assignment, ends=MONDAY, by=SYSTEM)

    assert Assignment.objects.current(MONDAY).exists()
    assert not Assignment.objects.current(TUESDAY).exists()
    assert heard == [(assignment.pk, None), (assignment.pk, MONDAY)]
    assert [event.verb for event in Event.objects.about(assignment)] == [
        "assignment.made",
        "assignment.ended",
    ]


def test_the_same_open_role_is_given_once(volunteer, village, heard):
    assign(volunteer, role="volunteer", region=village, starts=MONDAY, by=SYSTEM)

    with pytest.raises(AlreadyAssigned):
        assign(volunteer, role="volunteer", region=village, starts=TUESDAY, by=SYSTEM)

    assert Assignment.objects.count() == 1
    assert len(heard) == 1


def test_an_assignment_can_not_end_before_it_starts(volunteer, village):
    with pytest.raises(EndsBeforeStart):
        assign(volunteer, role="volunteer", region=village, starts=TUESDAY, ends=MONDAY, by=SYSTEM)
    assignment = assign(volunteer, role="volunteer", region=village, starts=TUESDAY, by=SYSTEM)
    with pytest.raises(EndsBeforeStart):
        end_assignment(assignment, ends=MONDAY, by=SYSTEM)

    assert Assignment.objects.get().ends is None


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("volunteer", False), ("office", False), ("treasurer", False), ("coordinator", True)],
)
def test_only_a_coordinator_serves_a_whole_district(volunteer, blitar, role, allowed):
    district = Region.objects.get(code="35.05.04")

    if allowed:
        assign(volunteer, role=role, region=district, starts=MONDAY, by=SYSTEM)
    else:
        with pytest.raises(WrongLevel):
            assign(volunteer, role=role, region=district, starts=MONDAY, by=SYSTEM)

    assert Assignment.objects.exists() is allowed


def test_a_failing_receiver_undoes_the_assignment(volunteer, village):
    def refuse(sender, **kwargs):
        raise RuntimeError("no rights for this page")

    assignment_changed.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            assign(volunteer, role="volunteer", region=village, starts=MONDAY, by=SYSTEM)
    finally:
        assignment_changed.disconnect(refuse)

    assert not Assignment.objects.exists()
    assert not Event.objects.filter(verb="assignment.made").exists()
