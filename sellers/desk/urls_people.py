"""Addresses of the desk: people."""

from django.urls import path

from sellers.desk.stall import people

urlpatterns = [
    path("<slug:slug>/orang/", people.people, name="people"),
    path("<slug:slug>/orang/undang/", people.invite, name="invite"),
    path("<slug:slug>/orang/undang-pemilik/", people.invite_owner, name="invite-owner"),
    path("<slug:slug>/orang/undangan/<int:pk>/batal/", people.revoke, name="invitation-revoke"),
    path("<slug:slug>/orang/keluar/", people.leave, name="leave"),
    path("<slug:slug>/orang/<int:pk>/keluarkan/", people.remove, name="member-remove"),
    path("<slug:slug>/orang/bantuan/<int:pk>/setuju/", people.agree, name="consent-agree"),
    path("<slug:slug>/orang/bantuan/<int:pk>/akhiri/", people.end_consent, name="consent-end"),
]
