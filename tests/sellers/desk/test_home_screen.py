"""The desk on a phone's home screen: its manifest, its icons, and where both are linked."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from tests import factories

MANIFEST = "desk.webmanifest"


@pytest.mark.django_db
def test_only_the_desk_links_the_manifest_and_its_policy_lets_it_load(client):
    client.force_login(factories.works_in(factories.stall(slug="bu-sri")))

    desk = client.get(reverse("desk:today", args=["bu-sri"]))

    assert f'<link rel="manifest" href="/static/{MANIFEST}">' in desk.content.decode()
    assert "manifest-src 'self'" in desk["Content-Security-Policy"]
    assert 'rel="manifest"' not in client.get("/belanja/").content.decode()


@pytest.mark.django_db
def test_the_manifest_opens_the_desk():
    manifest = json.loads(Path(finders.find(MANIFEST)).read_text())

    assert manifest["start_url"] == reverse("desk:choose") == "/lapak-saya/"
    assert manifest["display"] == "standalone"


def test_the_icons_have_the_sizes_that_the_manifest_says():
    icons = json.loads(Path(finders.find(MANIFEST)).read_text())["icons"]

    for icon in icons:
        with Image.open(finders.find(icon["src"])) as picture:
            assert "{}x{}".format(*picture.size) == icon["sizes"]
            assert picture.format == "PNG"
    assert [icon["sizes"] for icon in icons] == ["192x192", "512x512"]
