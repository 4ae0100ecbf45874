"""Addresses of stalls: words of the desk itself are no stall's."""

import pytest
from django.utils import translation

from sellers.addresses import free_slug, reserved_words
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["id", "en"])
def test_words_right_under_the_desks_address_are_reserved(language):
    with translation.override(language):
        words = reserved_words()

    assert {"daftar", "undangan", "kabar", "perkenalan"} <= words
    assert not any(word.startswith("<") for word in words)


def test_a_stall_named_like_a_word_of_the_desk_gets_its_villages_name_too():
    village = factories.stall().partner.village

    assert free_slug("Kabar", village) == f"kabar-{village.slug}"
