"""Addresses under `/lapak-saya/`; a stall's own stand below its slug."""

from django.urls import path

from . import today

app_name = "desk"
urlpatterns = [
    path("", today.choose, name="choose"),
    path("<slug:slug>/", today.today, name="today"),
]
