"""Addresses of the desk: papers."""

from django.urls import path

from sellers.desk.stall import papers

urlpatterns = [
    path("<slug:slug>/surat/", papers.papers, name="papers"),
    path("<slug:slug>/surat/tambah/<slug:kind>/", papers.add_paper, name="paper-add"),
    path("<slug:slug>/surat/<int:pk>/", papers.paper, name="paper"),
    path("<slug:slug>/surat/<int:pk>/foto/", papers.paper_photo, name="paper-photo"),
    path("<slug:slug>/surat/<int:pk>/hapus/", papers.withdraw_paper, name="paper-withdraw"),
]
