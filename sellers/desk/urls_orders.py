"""Addresses of the desk: orders. A step's own page stands before the steps in general."""

from django.urls import path

from . import orders, orders_complaint, orders_short, orders_weighing, packing

urlpatterns = [
    path("<slug:slug>/pesanan/", orders.orders, name="orders"),
    path("<slug:slug>/pesanan/kemas/", packing.all_packing_lists, name="packing-all"),
    path("<slug:slug>/pesanan/<str:number>/", orders.order, name="order"),
    path("<slug:slug>/pesanan/<str:number>/kemas/", packing.packing_list, name="packing"),
    path("<slug:slug>/pesanan/<str:number>/timbang/", orders_weighing.weigh, name="weigh"),
    path("<slug:slug>/pesanan/<str:number>/kurang/", orders_short.short, name="short"),
    path("<slug:slug>/pesanan/<str:number>/komplain/", orders_complaint.answer, name="complaint"),
    path("<slug:slug>/komplain/foto/<int:pk>/", orders_complaint.picture, name="complaint-picture"),
    path("<slug:slug>/pesanan/<str:number>/<slug:name>/", orders.take_step, name="step"),
]
