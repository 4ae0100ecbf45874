"""An id of another stall in a stall's own address: nothing is there, and nothing changes."""

import re
from itertools import product

import pytest

from tests.access.asking import asked
from tests.access.routes import own_routes, pattern_of
from tests.access.table import Row, rows
from tests.access.world import World

DESK = "/lapak-saya/{stall}/"
ROOMS = "/cms/desa/"
#: Parts of the desk's addresses that are words of the program; everything else names a row.
WORDS = {"kind", "method", "name", "part", "year", "month", "form"}
#: Places of the table that name no row of a stall's.
NO_ROWS = {"stall", "month"}
PLACE = re.compile(r"\{(\w+)\}")


def ids_of(row: Row) -> list[str]:
    """Return the places of an address that name a row, the desk's own stall left out."""
    return [place for place in PLACE.findall(row.path) if place not in NO_ROWS]


AT_THE_DESK = [row for row in rows() if row.path.startswith(DESK) and ids_of(row)]
IN_THE_ROOMS = [
    row for row in rows() if row.path.startswith(ROOMS) and ids_of(row) and "new_" not in row.path
]


def swapped(row: Row) -> list[str]:
    """Return the address with one or more of its ids taken from the other stall."""
    ids, found = ids_of(row), []
    for choice in product([False, True], repeat=len(ids)):
        chosen = {place for place, is_far in zip(ids, choice, strict=True) if is_far}
        if chosen:
            found.append(with_far(row.path, chosen))
    return found


def with_far(path: str, chosen: set[str]) -> str:
    """Name the other stall's rows at the chosen places."""
    for place in chosen:
        path = path.replace(f"{{{place}}}", f"{{far_{place.removeprefix('far_')}}}")
    return path


@pytest.mark.parametrize("row", AT_THE_DESK, ids=str)
def test_the_owner_finds_nothing_of_the_other_stall(row: Row, world: World):
    answers = {
        path: asked(world.browser("owner"), row.method, world.address(path))
        for path in swapped(row)
    }
    assert answers == dict.fromkeys(answers, expected(row))
    assert answers


@pytest.mark.parametrize("row", AT_THE_DESK, ids=str)
def test_the_other_owner_finds_nothing_of_this_stall(row: Row, world: World):
    path = row.path.replace("{stall}", "{other}")
    answer = asked(world.browser("neighbour"), row.method, world.address(path))
    assert answer == expected(row)


@pytest.mark.parametrize("row", IN_THE_ROOMS, ids=str)
def test_who_serves_a_village_finds_nothing_of_another(row: Row, world: World):
    for path in swapped(row):
        for role in ("assistant", "volunteer", "coordinator", "office"):
            answer = asked(world.browser(role), row.method, world.address(path))
            # An office that only looks may hear first that it may not press here.
            closed = {"403", "404"} if role == "office" else {"404"}
            assert answer in ({"405"} if row.answers[role] == "405" else closed), f"{role} {path}"


def expected(row: Row) -> str:
    """There is nothing; where only a form may be sent, that is said first."""
    return "405" if row.answers["owner"] == "405" else "404"


def test_every_address_of_the_desk_that_names_a_row_is_tried(world: World):
    tried = {pattern_of(world.address(row.path)) for row in AT_THE_DESK}
    naming = {
        route
        for route in own_routes()
        if route.startswith("lapak-saya/<slug:slug>/") and names_a_row(route)
    }
    assert naming - tried == set()


def names_a_row(route: str) -> bool:
    places = set(re.findall(r"<\w+:(\w+)>", route)) - {"slug"}
    return bool(places - WORDS)
