"""Addresses of the desk: listings."""

from django.urls import path

from . import (
    listing_figures,
    listing_group,
    listing_new,
    listing_page,
    listing_parts,
    listing_pictures,
    listings,
)

SHELF = "<slug:slug>/produk/"
ONE = f"{SHELF}<slug:public_id>/"

urlpatterns = [
    path(SHELF, listings.listings, name="listings"),
    path(f"{SHELF}baru/", listing_new.new, name="listing_new"),
    path(f"{SHELF}tebak-kategori/", listing_new.guess, name="listing_guess"),
    path(f"{SHELF}harga-stok/", listing_figures.figures, name="listing_figures"),
    path(ONE, listing_page.listing, name="listing"),
    path(f"{ONE}tayang/", listings.publish, name="listing_publish"),
    path(f"{ONE}jeda/", listings.pause, name="listing_pause"),
    path(f"{ONE}salin/", listing_page.copy, name="listing_copy"),
    path(f"{ONE}arsip/", listing_page.archive, name="listing_archive"),
    path(f"{ONE}diperbaiki/", listing_page.mended, name="listing_mended"),
    path(f"{ONE}foto/", listing_pictures.photos, name="listing_photos"),
    path(f"{ONE}foto/<int:pk>/", listing_pictures.photo, name="listing_photo"),
    path(f"{ONE}pilihan/", listing_group.group, name="listing_group"),
    path(f"{ONE}ubah/<slug:part>/", listing_parts.part, name="listing_part"),
]
