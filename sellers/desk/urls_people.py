"""Addresses of the desk: people."""

from django.urls import path

from . import people

urlpatterns = [path("<slug:slug>/orang/", people.people, name="people")]
