"""Addresses of the desk before there is a stall: registering, invitations, introductions."""

from django.urls import path

from . import introduced

urlpatterns = [
    path("perkenalan/<str:secret>/", introduced.introduced, name="introduced"),
]
