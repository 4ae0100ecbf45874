"""Addresses of the desk: papers."""

from django.urls import path

from . import papers

urlpatterns = [path("<slug:slug>/surat/", papers.papers, name="papers")]
