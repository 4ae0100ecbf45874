"""Addresses of the desk: the inbox and notices on the phone."""

urlpatterns = []
