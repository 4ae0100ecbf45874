"""English addresses lead to the very same views, so a handful shows that the guards hold there.

`i18n_patterns` serves one list of patterns for both languages: a route can't be guarded in one
language and open in the other. What could differ is only the language that a guard leads to.
"""

import pytest

from tests.access.asking import asked
from tests.access.table import ROLES, Row, rows
from tests.access.world import World

PATHS = {
    "/lapak-saya/",
    "/lapak-saya/{stall}/",
    "/lapak-saya/{stall}/uang/",
    "/lapak-saya/{stall}/uang/rekening/",
    "/lapak-saya/{stall}/pesanan/{number}/terima/",
    "/akun/pesanan/{number}/",
    "/pesanan/{wrong_secret}/",
}


@pytest.mark.parametrize("row", [row for row in rows() if row.path in PATHS], ids=str)
def test_an_english_address_answers_as_the_indonesian_one(row: Row, world: World):
    path = world.address(f"/en{row.path}")
    answers = {role: asked(world.browser(role), row.method, path) for role in ROLES}
    assert answers == row.answers
