"""Addresses of the desk before there is a stall: registering, invitations, introductions."""

urlpatterns = []
