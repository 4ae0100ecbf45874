"""Addresses of the desk: the stall's own settings."""

from django.urls import path

from . import delivery, history, hours_page, stall

urlpatterns = [
    path("<slug:slug>/riwayat/", history.history, name="history"),
    path("<slug:slug>/lapak/", stall.stall, name="stall"),
    path("<slug:slug>/lapak/pratinjau/", stall.preview, name="preview"),
    path("<slug:slug>/lapak/profil/", stall.profile, name="profile"),
    path("<slug:slug>/lapak/foto/", stall.photo, name="photo"),
    path("<slug:slug>/lapak/nomor/", stall.phone, name="phone"),
    path("<slug:slug>/lapak/wa/", stall.whatsapp, name="whatsapp"),
    path("<slug:slug>/lapak/titik/", stall.place, name="place"),
    path("<slug:slug>/lapak/desa/", stall.village, name="village"),
    path("<slug:slug>/lapak/jam/", hours_page.hours, name="hours"),
    path("<slug:slug>/lapak/libur/", hours_page.holiday, name="holiday"),
    path("<slug:slug>/lapak/libur/selesai/", hours_page.end_holiday, name="holiday-end"),
    path("<slug:slug>/lapak/kirim/", delivery.delivery, name="delivery"),
    path("<slug:slug>/lapak/kirim/zona/", delivery.zone, name="zone"),
    path("<slug:slug>/lapak/kirim/zona/<int:pk>/hapus/", delivery.remove_zone, name="zone-remove"),
    path("<slug:slug>/lapak/kirim/<slug:method>/", delivery.offer, name="offer"),
    path(
        "<slug:slug>/lapak/kirim/<slug:method>/berhenti/", delivery.withdraw, name="offer-withdraw"
    ),
]
