"""Addresses of the desk: listings."""

from django.urls import path

from sellers.desk.goods import figures, group, listing, listings, new, parts, pictures

SHELF = "<slug:slug>/produk/"
ONE = f"{SHELF}<slug:public_id>/"

urlpatterns = [
    path(SHELF, listings.listings, name="listings"),
    path(f"{SHELF}baru/", new.new, name="listing_new"),
    path(f"{SHELF}tebak-kategori/", new.guess, name="listing_guess"),
    path(f"{SHELF}harga-stok/", figures.figures, name="listing_figures"),
    path(ONE, listing.listing, name="listing"),
    path(f"{ONE}tayang/", listings.publish, name="listing_publish"),
    path(f"{ONE}jeda/", listings.pause, name="listing_pause"),
    path(f"{ONE}salin/", listing.copy, name="listing_copy"),
    path(f"{ONE}arsip/", listing.archive, name="listing_archive"),
    path(f"{ONE}diperbaiki/", listing.mended, name="listing_mended"),
    path(f"{ONE}foto/", pictures.photos, name="listing_photos"),
    path(f"{ONE}foto/<int:pk>/", pictures.photo, name="listing_photo"),
    path(f"{ONE}pilihan/", group.group, name="listing_group"),
    path(f"{ONE}ubah/<slug:part>/", parts.part, name="listing_part"),
]
