"""Addresses of browsing: goods, stalls, villages, search, destination, questions, basket."""

from django.urls import path

from . import (
    basket,
    browse,
    choosing,
    converters,  # noqa: F401 - registers the converter that the paths name
    product,
    questions,
    stall,
    village_shelf,
)

urlpatterns = [
    path("belanja/", browse.browse, name="browse"),
    path("belanja/desa/", village_shelf.village_index, name="village_index"),
    path("belanja/desa/<slug:regency>/<slug:district>/", village_shelf.district, name="district"),
    path(
        "belanja/desa/<slug:regency>/<slug:district>/<slug:village>/",
        village_shelf.village_shelf,
        name="village_shelf",
    ),
    path("belanja/<slug:sector>/", browse.browse_sector, name="browse_sector"),
    path("belanja/<slug:sector>/<slug:category>/", browse.browse_category, name="browse_category"),
    path("produk/<public_id:public_id>-<slug:slug>/", product.product, name="product"),
    path("produk/<public_id:public_id>/", product.by_id, name="product_by_id"),
    path("produk/<public_id:public_id>-<slug:slug>/tanya/", questions.ask, name="product_question"),
    path(
        "produk/<public_id:public_id>-<slug:slug>/tanya/kode/",
        questions.code,
        name="product_question_code",
    ),
    path("tanya/<str:secret>/", questions.question, name="question"),
    path("lapak/<slug:slug>/", stall.stall, name="stall"),
    path("cari/", browse.search, name="search"),
    path("kirim-ke/", choosing.choose, name="destination"),
    path("keranjang/", basket.basket, name="basket"),
    path("keranjang/isi/<public_id:public_id>/", basket.add, name="basket_add"),
    path("keranjang/ubah/<int:line>/", basket.change, name="basket_change"),
]
