"""Who saves data gets small pictures, and caches know it."""

from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from shop.look.pictures import StillPicture
from shop.look.samples import sample_cards
from shop.look.saving import SaveDataMiddleware

PICTURE = StillPicture(is_ready=True, avif="/media/a-720.avif 720w", small_avif="/media/a-180.avif")


def shelf(request) -> HttpResponse:
    cards = [replace(sample_cards()[0], picture=PICTURE)]
    return HttpResponse(render_to_string("components/shelf.html", {"cards": cards}, request))


@pytest.mark.parametrize(("headers", "is_wide"), [({}, True), ({"Save-Data": "on"}, False)])
def test_wide_pictures_are_not_offered_to_who_saves_data(headers, is_wide):
    response = SaveDataMiddleware(shelf)(RequestFactory().get("/", headers=headers))
    assert (b"a-720.avif" in response.content) is is_wide
    assert b"a-180.avif" in response.content
    assert response["Vary"] == "Save-Data"


def test_a_page_without_pictures_does_not_vary():
    response = SaveDataMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert "Vary" not in response
