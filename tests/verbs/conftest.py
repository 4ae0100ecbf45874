"""A card provider that nobody hears from: what verbs write is then their own."""

import pytest


@pytest.fixture(autouse=True)
def silent_provider(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_silent"
    # Nothing listens on the discard port.
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
