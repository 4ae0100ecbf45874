"""Pages travel compressed: buyers pay for every byte."""

import gzip

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_page_is_sent_compressed_to_who_can_read_it():
    plain = Client().get("/belanja/")
    packed = Client().get("/belanja/", headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert packed["Vary"] == "Accept-Encoding"
