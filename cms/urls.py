"""Wagtail's addresses with our own serving; the catch-all comes last of everything."""

from django.urls import re_path
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail_patterns

from . import views

urlpatterns = [
    *(pattern for pattern in wagtail_patterns if pattern.name != "wagtail_serve"),
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
]
