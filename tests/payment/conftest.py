import pytest

from shop.payment.checks import problems


@pytest.fixture(autouse=True)
def ledger_stays_whole(request, db):
    """After every test the ledger's rules hold, unless the test breaks them on purpose."""
    yield
    if not request.node.get_closest_marker("breaks_ledger"):
        assert problems() == []
