"""Addresses of the desk: registering, invitations and introductions, before there is a stall to stand at."""

urlpatterns = []
