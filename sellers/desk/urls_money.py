"""Addresses of the desk: money."""

from django.urls import path

from . import money

urlpatterns = [path("<slug:slug>/uang/", money.money, name="money")]
