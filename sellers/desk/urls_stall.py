"""Addresses of the desk: the stall's own settings."""

from django.urls import path

from sellers.desk.stall import delivery, history, hours_page, pages

urlpatterns = [
    path("<slug:slug>/riwayat/", history.history, name="history"),
    path("<slug:slug>/lapak/", pages.stall, name="stall"),
    path("<slug:slug>/lapak/pratinjau/", pages.preview, name="preview"),
    path("<slug:slug>/lapak/profil/", pages.profile, name="profile"),
    path("<slug:slug>/lapak/foto/", pages.photo, name="photo"),
    path("<slug:slug>/lapak/nomor/", pages.phone, name="phone"),
    path("<slug:slug>/lapak/wa/", pages.whatsapp, name="whatsapp"),
    path("<slug:slug>/lapak/titik/", pages.place, name="place"),
    path("<slug:slug>/lapak/desa/", pages.village, name="village"),
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
