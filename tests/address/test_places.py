import shutil
import sqlite3
import timeit

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from shop.address import places
from shop.address.search import Place, PlacesNotBuilt, find_places, place
from tests.address.conftest import OURS


def test_every_village_of_indonesia_is_there(places_file):
    with sqlite3.connect(places_file) as connection:
        (count,) = connection.execute("SELECT count(*) FROM place").fetchone()

    assert count == 83_762


def test_a_village_is_known_by_its_code(places_file, settings):
    settings.PLACES_INDEX = places_file

    assert place("35.05.04.2007") == Place(
        code="35.05.04.2007",
        village="Suruhwadang",
        district="Kademangan",
        regency="Kabupaten Blitar",
        province="Jawa Timur",
        postal_code="66161",
    )


@pytest.mark.parametrize("code", ["35.05.04.9999", "35.05.04", "", "' OR 1=1 --"])
def test_other_codes_are_no_place(places_file, settings, code):
    settings.PLACES_INDEX = places_file

    assert place(code) is None


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("kendal talun", "Kendalrejo, Talun, Kabupaten Blitar, Jawa Timur 66183", 1),
        ("talun kendal", "Kendalrejo, Talun, Kabupaten Blitar, Jawa Timur 66183", 1),
        ("kanigoro bli", "Kanigoro, Kanigoro, Kabupaten Blitar, Jawa Timur 66171", 12),
        ("66171", "Kanigoro, Kanigoro, Kabupaten Blitar, Jawa Timur 66171", 12),
        ("  SURUH wadang ", "Suruhwadang, Kademangan, Kabupaten Blitar, Jawa Timur 66161", 1),
        (
            "karangtengah nganjuk bagor",
            "Karang Tengah, Bagor, Kabupaten Nganjuk, Jawa Timur 64461",
            1,
        ),
        (
            "desa suruhwadang kec. kademangan",
            "Suruhwadang, Kademangan, Kabupaten Blitar, Jawa Timur 66161",
            1,
        ),
        ("sukorejo kota blitar", "Sukorejo, Sukorejo, Kota Blitar, Jawa Timur 66121", 7),
    ],
)
def test_words_find_places_in_any_order_by_their_beginning(find, text, first, count):
    found = find(text)

    assert found[0] == first
    assert len(found) == count


def test_villages_of_our_regencies_come_first(find):
    found = find("sumber", limit=60)
    ours = [label for label in found if "Kabupaten Blitar" in label]

    assert len(ours) > 10
    assert found[: len(ours)] == ours


def test_a_name_written_out_comes_before_names_that_begin_so(find):
    assert find("sumber")[0] == "Sumber, Sanankulon, Kabupaten Blitar, Jawa Timur 66151"
    assert find("bandung")[0].startswith("Bandung, ")


def test_both_postal_codes_in_circulation_find_a_village_and_ours_is_shown(find):
    village = "Bence, Garum, Kabupaten Blitar, Jawa Timur 66181"
    corrected = place("35.05.11.2001").label

    assert corrected.endswith("66182")
    assert {village, corrected} <= set(find("66181"))
    assert find("66182") == [corrected]


@pytest.mark.parametrize("text", ["", "   ", "!!!", '"*(', "🙂", "xqztw", "村"])
def test_text_without_a_place_finds_nothing(find, text):
    assert find(text) == []


@given(text=st.text(max_size=300))
def test_any_text_is_safe(places_file, text):
    with override_settings(PLACES_INDEX=places_file):
        assert len(find_places(text, limit=5)) <= 5


def test_answers_come_within_20_milliseconds(find):
    texts = [
        "a",
        "s",
        "ka",
        "jawa timur ka",
        "kabupaten",
        "kota",
        "j t b",
        "sukamaju",
        "66",
        "k k k k k k k k",
    ]
    for text in texts:
        assert min(timeit.repeat(lambda text=text: find(text), number=1, repeat=5)) < 0.02, text


def test_a_missing_file_says_so(tmp_path, settings):
    settings.PLACES_INDEX = tmp_path / "none.sqlite3"

    with pytest.raises(PlacesNotBuilt):
        find_places("blitar")


def test_a_replaced_file_is_read_at_once(places_file, tmp_path, settings):
    settings.PLACES_INDEX = tmp_path / "places.sqlite3"
    shutil.copy(places_file, settings.PLACES_INDEX)
    assert place("35.05.04.2007").village == "Suruhwadang"

    draft = tmp_path / "draft.sqlite3"
    shutil.copy(places_file, draft)
    with sqlite3.connect(draft) as connection:
        connection.execute(
            "UPDATE place SET name = 'Suruhwadang Baru' WHERE code = '35.05.04.2007'"
        )
    connection.close()
    draft.rename(settings.PLACES_INDEX)

    assert place("35.05.04.2007").village == "Suruhwadang Baru"


def test_the_file_is_current_until_our_villages_change(places_file, tmp_path):
    assert places.is_current(places_file, ours=OURS)
    assert not places.is_current(places_file, ours={**OURS, "35.05.04.2006": "66161"})
    assert not places.is_current(tmp_path / "none.sqlite3", ours=OURS)
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"not a database" * 100)
    assert not places.is_current(broken, ours=OURS)
