"""Addresses of the staff's frame, from the registered screens."""

from django.urls import path

from . import registry, views

app_name = "dashboard"


def patterns() -> list:
    """Return the index and every registered screen's addresses."""
    found = [path("", views.index, name="index")]
    for screen in registry.screens():
        found.extend(screen.patterns)
    return found


urlpatterns = patterns()
