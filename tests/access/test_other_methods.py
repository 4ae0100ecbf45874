"""PUT, PATCH and DELETE: we serve none of them, so none of them changes anything."""

import pytest

from tests.access.asking import asked
from tests.access.table import ROLES, rows
from tests.access.world import World

PATHS = sorted({row.path for row in rows()})
METHODS = ("PUT", "PATCH", "DELETE")
#: Where a view takes such a request for a look, it answers as to GET.
HARMLESS = {"ok", "go", "in", "proof", "no"}


@pytest.mark.parametrize("path", PATHS)
def test_no_other_method_changes_anything(path: str, world: World):
    """Each address is asked by every role and with every method, each role using them in turn."""
    wrong = {}
    for turn, role in enumerate(ROLES):
        method = METHODS[(turn + PATHS.index(path)) % len(METHODS)]
        answer = asked(world.browser(role), method, world.address(path))
        if answer not in HARMLESS and not (answer.isdecimal() and 400 <= int(answer) < 500):
            wrong[role] = f"{method}: {answer}"
    assert not wrong
