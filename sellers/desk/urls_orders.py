"""Addresses of the desk: orders."""

from django.urls import path

from . import orders

urlpatterns = [path("<slug:slug>/pesanan/", orders.orders, name="orders")]
