"""Addresses of the desk before there is a stall: registering, invitations, introductions."""

from django.urls import path

from sellers.desk.stall import introduced, joining, register

urlpatterns = [
    path("daftar/", register.register, name="register"),
    path("undangan/<str:secret>/", joining.join, name="join"),
    path("perkenalan/<str:secret>/", introduced.introduced, name="introduced"),
]
