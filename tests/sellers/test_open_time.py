"""Opening time in Asia/Jakarta; 23 November 2026 is a Monday."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from sellers import refusals
from sellers.clock.hours import deadline, is_open, set_hours
from sellers.clock.open_time import open_time
from shop.history.models import Event
from shop.partner.signals import partner_changed
from shop.people.actors import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db

MORNING = {day: (time(8), time(12)) for day in range(6)}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Jakarta, as UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def holiday(stall, first: int, last: int | None):
    stall.partner.closed_from = date(2026, 11, first)
    stall.partner.closed_to = last and date(2026, 11, last)
    stall.partner.save()


@pytest.fixture
def stall():
    return factories.stall()


@pytest.fixture
def mornings(stall):
    """Open from Monday to Saturday, 08.00 to 12.00."""
    set_hours(stall, MORNING, by=SYSTEM)
    return stall


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        (at(23, 9), 8, at(23, 17)),
        (at(23, 9), 9, at(24, 8)),
        (at(23, 5), 8, at(23, 15)),
        (at(23, 20), 8, at(24, 15)),
        (at(23, 16, 30), 8, at(24, 14, 30)),
    ],
)
def test_without_hours_every_day_is_open_from_7_to_17(stall, start, hours, expected):
    assert deadline(stall, start, timedelta(hours=hours)) == expected


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        (at(23, 9), 8, at(25, 9)),
        (at(28, 11), 2, at(30, 9)),
        (at(29, 10), 1, at(30, 9)),
    ],
)
def test_only_her_own_hours_count(mornings, start, hours, expected):
    assert deadline(mornings, start, timedelta(hours=hours)) == expected


def test_holidays_never_count(mornings):
    holiday(mornings, 24, 26)

    assert deadline(mornings, at(23, 11), timedelta(hours=2)) == at(27, 9)


def test_a_holiday_without_end_stops_the_clock(mornings):
    holiday(mornings, 24, None)

    assert deadline(mornings, at(23, 9), timedelta(hours=8)) is None
    assert deadline(mornings, at(23, 9), timedelta(hours=3)) == at(23, 12)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(23, 7, 59), False),
        (at(23, 8), True),
        (at(23, 11, 59), True),
        (at(23, 12), False),
        (at(29, 9), False),
    ],
)
def test_whether_it_is_open(mornings, moment, expected):
    assert is_open(mornings, moment) is expected


def test_it_is_closed_on_holidays(mornings):
    holiday(mornings, 23, 23)

    assert is_open(mornings, at(23, 9)) is False


def test_how_much_of_a_time_was_open(mornings):
    holiday(mornings, 25, 25)

    assert open_time(mornings, at(23, 10), at(26, 9)) == timedelta(hours=2 + 4 + 1)
    assert open_time(mornings, at(23, 13), at(23, 20)) == timedelta()


class TestSetHours:
    def test_it_is_one_event_and_told(self, stall):
        heard = []
        partner_changed.connect(lambda **signal: heard.append(signal["partner"]), weak=False)

        assert set_hours(stall, {0: (time(8), time(12, 30))}, by=SYSTEM) is True

        event = Event.objects.get(verb="seller.hours_set")
        assert (event.before, event.after) == ({}, {"0": "08:00-12:30"})
        assert heard == [stall.partner]

    def test_the_same_hours_change_nothing(self, mornings):
        assert set_hours(mornings, MORNING, by=SYSTEM) is False
        assert Event.objects.filter(verb="seller.hours_set").count() == 1

    @pytest.mark.parametrize(
        ("week", "refusal"),
        [
            ({}, refusals.NoOpenDay),
            ({0: (time(12), time(8))}, refusals.BadHours),
            ({0: (time(8), time(8))}, refusals.BadHours),
            ({7: (time(8), time(9))}, refusals.BadHours),
        ],
    )
    def test_what_is_no_week_changes_nothing(self, mornings, week, refusal):
        with pytest.raises(refusal):
            set_hours(mornings, week, by=SYSTEM)
        assert mornings.hours.count() == 6
