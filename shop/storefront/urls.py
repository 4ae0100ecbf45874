"""Addresses of the buyer's pages."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "storefront"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("shop.storefront.urls_shop")),
    path("", include("shop.storefront.urls_checkout")),
    path("", include("shop.storefront.urls_order")),
]
