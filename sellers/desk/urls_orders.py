"""Addresses of the desk: orders. A step's own page stands before the steps in general."""

from django.urls import path

from sellers.desk.orders import complaint, packing, pages, short, weighing

urlpatterns = [
    path("<slug:slug>/pesanan/", pages.orders, name="orders"),
    path("<slug:slug>/pesanan/kemas/", packing.all_packing_lists, name="packing-all"),
    path("<slug:slug>/pesanan/<str:number>/", pages.order, name="order"),
    path("<slug:slug>/pesanan/<str:number>/kemas/", packing.packing_list, name="packing"),
    path("<slug:slug>/pesanan/<str:number>/timbang/", weighing.weigh, name="weigh"),
    path("<slug:slug>/pesanan/<str:number>/kurang/", short.short, name="short"),
    path("<slug:slug>/pesanan/<str:number>/komplain/", complaint.answer, name="complaint"),
    path("<slug:slug>/komplain/foto/<int:pk>/", complaint.picture, name="complaint-picture"),
    path("<slug:slug>/pesanan/<str:number>/<slug:name>/", pages.take_step, name="step"),
]
