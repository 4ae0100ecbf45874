"""Addresses of the rooms, below `/cms/desa/`."""

from django.urls import path

from . import goods, helping, introducing, papers, stalls

app_name = "rooms"
urlpatterns = [
    path("", stalls.stalls, name="stalls"),
    path("kenalkan/", introducing.bring_in, name="bring-in"),
    path("persetujuan/", helping.papers, name="consents"),
    path("persetujuan/<int:pk>/foto/", helping.paper, name="consent-photo"),
    path("persetujuan/<int:pk>/setujui/", helping.confirm, name="consent-confirm"),
    path("persetujuan/<int:pk>/tolak/", helping.refuse, name="consent-refuse"),
    path("persetujuan/<int:pk>/akhiri/", helping.end, name="consent-end"),
    path("surat/<int:pk>/foto/", papers.photo, name="paper-photo"),
    path("surat/<int:pk>/benar/", papers.verify, name="paper-verify"),
    path("surat/<int:pk>/tolak/", papers.refuse, name="paper-refuse"),
    path("produk/<int:pk>/turunkan/", goods.take_down, name="take-down"),
    path("turun/<int:pk>/pulihkan/", goods.lift, name="lift"),
    path("lapak/<int:pk>/", stalls.stall, name="stall"),
    path("lapak/<int:pk>/verifikasi/", stalls.verify, name="verify"),
    path("lapak/<int:pk>/kembalikan/", stalls.send_back, name="send-back"),
    path("lapak/<int:pk>/minta-izin/", helping.ask, name="ask"),
    path("lapak/<int:pk>/izin-tertulis/", helping.hand_in, name="hand-in"),
]
