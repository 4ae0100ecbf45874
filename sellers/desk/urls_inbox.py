"""Addresses of the desk: the inbox and notices on the phone."""

from django.urls import path

from sellers.desk import inbox

urlpatterns = [
    path("pekerja.js", inbox.notice_worker, name="notice-worker"),
    path("kabar/", inbox.news, name="inbox"),
    path("kabar/<int:pk>/", inbox.opened, name="inbox-open"),
    path("kabar/dibaca/", inbox.all_read, name="inbox-read"),
    path("kabar/pemberitahuan/nyala/", inbox.notices_on, name="notices-on"),
    path("kabar/pemberitahuan/mati/", inbox.notices_off, name="notices-off"),
]
