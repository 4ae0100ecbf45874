"""Addresses of buying: address, village search, check, code."""

from django.urls import path
from django.views.generic import RedirectView

from .checkout import address, check, village

urlpatterns = [
    path(
        "checkout/",
        RedirectView.as_view(pattern_name="storefront:checkout_address", query_string=True),
        name="checkout",
    ),
    path("checkout/alamat/", address.address, name="checkout_address"),
    path("checkout/desa/", village.village, name="checkout_village"),
    path("checkout/periksa/", check.check, name="checkout_check"),
    path("checkout/kode/", check.code, name="checkout_code"),
]
