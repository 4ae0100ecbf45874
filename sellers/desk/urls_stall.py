"""Addresses of the desk: the stall's own settings."""

from django.urls import path

from . import stall

urlpatterns = [path("<slug:slug>/lapak/", stall.stall, name="stall")]
