"""Money without the second step of signing in: led to it, and nothing is changed.

What else staff do needs none: those rows answer as `routes.txt` says.
"""

import pytest
from django.conf import settings
from django.test import Client

from tests.access.asking import asked
from tests.access.table import Row, rows
from tests.access.world import WITH_STEP, World, signed_in

#: Below these whoever may come in at all is asked, whatever she does there.
WHOLLY = (
    "/dashboard/pencairan/",
    "/dashboard/koreksi/",
    "/dashboard/penerima/",
    "/dashboard/siap-buka/",
    "/dashboard/mutasi/",
    "/dashboard/kartu/ragu/",
    "/dashboard/kartu/kabar/",
    "/dashboard/transfer/uang/",
    "/dashboard/komisi/",
    "/dashboard/pengembalian/",
    "/kas-desa/",
)
#: Answers of which money or a row about it is the matter.
MEANT = {"did", "kept", "no"}
MONEY = [row for row in rows() if row.path.startswith(WHOLLY)]


@pytest.fixture(scope="module")
def without_step(world: World) -> dict[str, Client]:
    """A browser of each who handles money, signed in by password alone."""
    browsers = {}
    for role in WITH_STEP:
        browsers[role] = Client()
        browsers[role].cookies[settings.SESSION_COOKIE_NAME] = signed_in(world.people[role])
    return browsers


@pytest.mark.parametrize("row", MONEY, ids=str)
def test_without_the_second_step_money_stays_where_it_is(
    row: Row, world: World, without_step: dict[str, Client]
):
    wrong = {}
    for role in sorted(WITH_STEP & set(row.answers)):
        if row.answers[role] in MEANT:
            answer = asked(without_step[role], row.method, world.address(row.path))
            if answer != "step":
                wrong[role] = answer
    assert not wrong
