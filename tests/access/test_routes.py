"""Every route and method for every role, as `routes.txt` says by hand."""

import pytest

from tests.access.asking import asked
from tests.access.routes import own_routes, pattern_of
from tests.access.table import METHODS, ROLES, Row, rows
from tests.access.world import World

ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_route_answers_each_role_as_written(row: Row, world: World):
    wrong, path = {}, world.address(row.path)
    for role in ROLES:
        answer = asked(world.browser(role), row.method, path)
        if answer != row.answers[role]:
            wrong[role] = f"{answer}, not {row.answers[role]}"
    assert not wrong


def test_every_route_is_listed_with_every_method(world: World):
    listed = {(pattern_of(world.address(row.path)), row.method) for row in ROWS}
    served = {(route, method) for route in own_routes() for method in METHODS}
    assert served - listed == set(), "not in routes.txt"
    assert listed - served == set(), "in routes.txt, but no longer served"


def test_every_line_has_an_answer_for_every_role_and_stands_once():
    lines = [(row.method, row.path) for row in ROWS]
    assert len(lines) == len(set(lines))
    assert all(set(row.answers) == set(ROLES) for row in ROWS)
