"""Numbers, phones and times as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from shop.look import words
from shop.look.pieces import year_of

MORNING = datetime(2026, 11, 23, 2, 52, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Telur isi 30 Butir", "Telur isi 30\u00a0Butir"),
        ("Lele 1 kg isi 7-8 Ekor", "Lele 1\u00a0kg isi 7\u20118\u00a0Ekor"),
        ("Koi 12-15 cm", "Koi 12\u201115\u00a0cm"),
        ("Pupuk NPK 16 16 16", "Pupuk NPK 16 16 16"),
        ("Sayur-mayur", "Sayur-mayur"),
    ],
)
def test_numbers_stay_with_their_units(text, kept):
    assert words.keep_units(text) == kept


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("+628123456789", "0812-3456-789"),
        ("+6280000000001", "0800-0000-0001"),
        ("+4915123456789", "+4915123456789"),
        ("", ""),
    ],
)
def test_phones_are_shown_as_people_say_them(number, shown):
    assert words.phone_display(number) == shown


def test_moments_are_local_and_indonesian():
    with translation.override("id"):
        assert words.moment(MORNING) == "Senin 23 Nov, 09.52"
        assert words.day(date(2026, 11, 26)) == "Kamis 26 Nov"
        assert words.full_day(MORNING) == "23 November 2026"


def test_moments_follow_the_reader_into_english():
    with translation.override("en"):
        assert words.moment(MORNING) == "Monday 23 Nov, 09:52"


def test_harvest_months_are_marked_and_so_is_this_month():
    with translation.override("id"):
        year = year_of({11, 12, 1}, now=11)
    assert "".join(month.letter for month in year) == "JFMAMJJASOND"
    assert [number for number, month in enumerate(year, 1) if month.is_in_season] == [1, 11, 12]
    assert [number for number, month in enumerate(year, 1) if month.is_now] == [11]


def test_without_harvest_months_it_is_there_all_the_year():
    assert all(month.is_in_season for month in year_of((), now=3))
