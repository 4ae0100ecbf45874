"""The style page is there in development and nowhere else."""

import pytest
from django.http import Http404
from django.test import RequestFactory, override_settings

from shop.look.views import style_page


@override_settings(IS_DEVELOPMENT=True)
def test_development_shows_the_style_page():
    response = style_page(RequestFactory().get("/gaya/"))
    assert response.status_code == 200
    assert "Bagian dan keadaannya" in response.content.decode()


@override_settings(IS_DEVELOPMENT=False)
def test_a_real_shop_has_no_style_page():
    with pytest.raises(Http404):
        style_page(RequestFactory().get("/gaya/"))
