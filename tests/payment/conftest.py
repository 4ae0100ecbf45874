import os
from pathlib import Path

import pytest

from shop.payment.proving.checks import problems

MOCK_POINTER = Path(__file__).resolve().parents[2] / ".local" / "stripe-mock.url"


@pytest.fixture(autouse=True)
def ledger_stays_whole(request, db):
    """After every test the ledger's rules hold, unless the test breaks them on purpose."""
    yield
    if not request.node.get_closest_marker("breaks_ledger"):
        assert problems() == []


@pytest.fixture
def stripe_mock(settings) -> str:
    """Stripe's own stripe-mock, which knows names and types only; its address."""
    pointer = MOCK_POINTER.read_text().strip() if MOCK_POINTER.exists() else ""
    url = os.environ.get("TEST_STRIPE_MOCK_URL") or pointer
    if not url:
        pytest.skip("stripe-mock is not running: make services")
    settings.STRIPE_SECRET_KEY = "sk_test_123"
    settings.STRIPE_API_BASE = url
    return url


@pytest.fixture(params=["stand_in", pytest.param("mock", marks=pytest.mark.stripe_mock)])
def stripe_server(request) -> str:
    """The same test on our stand-in and on stripe-mock; which of them it is."""
    request.getfixturevalue(f"stripe_{request.param}")
    return request.param
