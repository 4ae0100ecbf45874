"""Addresses of the desk: listings."""

from django.urls import path

from . import listings

urlpatterns = [path("<slug:slug>/produk/", listings.listings, name="listings")]
