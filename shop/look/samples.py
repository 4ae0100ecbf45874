"""Hand-written values for the style page: each component in its states."""

from dataclasses import replace
from datetime import UTC, datetime

from django import forms
from django.templatetags.static import static

from .cards import Card
from .pieces import (
    Choice,
    Column,
    Crumb,
    DeliveryOption,
    Event,
    FacetGroup,
    Paper,
    SumLine,
    Table,
    year_of,
)
from .slope import slope_svg

# Made-up places from the slope of Kelud to the southern sea: latitude, metres.
PLACES = [
    (-7.96 - band * 0.0225, metres)
    for band, altitudes in enumerate(
        zip(
            [826, 640, 470, 330, 250, 210, 190, 290, 310, 240, 150],
            [560, 350, 300, 230, 190, 160, 150, 190, 200, 140, 90],
            [170, 120, 110, 100, 90, 100, 110, 130, 90, 60, 5],
            strict=True,
        )
    )
    for metres in altitudes
]


class SampleForm(forms.Form):
    """A form with one wrong answer."""

    name = forms.CharField(label="Nama penerima")
    phone = forms.RegexField(
        r"^\d{10,13}$",
        label="Nomor telepon",
        help_text="Boleh 0812…, +62812…, atau 62812…",
        error_messages={"invalid": "Nomor kurang panjang. Nomor HP punya 10 sampai 13 angka."},
    )
    greeting = forms.CharField(label="Ucapan", required=False, widget=forms.Textarea({"rows": 3}))
    is_gift = forms.BooleanField(
        label="Kirim untuk orang lain", required=False, help_text="Harga tidak ditulis di paket."
    )
    how = forms.ChoiceField(
        label="Cara bayar",
        choices=[("transfer", "Transfer bank"), ("cash", "Bayar di tempat (COD)")],
        widget=forms.RadioSelect,
    )


def sample_cards() -> list[Card]:
    """Return one card per state."""
    egg = Card(
        title="Telur Ayam Ras 1 Tray isi 30 Butir",
        url="#kartu",
        price=53_000,
        unit="tray",
        unit_price_text="Rp1.767/butir · Rp26.500/kg",
        place="Suruhwadang, Kademangan",
        sector="peternakan",
        icon=static("img/icons/egg.webp"),
        flag="Panen pagi ini",
    )
    return [
        egg,
        replace(egg, state="sold_out", state_text="Habis, perkiraan ada lagi Kamis", flag=""),
        replace(egg, state="closed", state_text="Lapak tutup, buka lagi Selasa", flag=""),
        replace(
            egg,
            title="Rambutan Binjai Blitar 1 kg",
            sector="pertanian",
            unit="kg",
            unit_price_text="",
            price=12_000,
            icon=static("img/icons/seedling.webp"),
            state="out_of_season",
            state_text="Belum musim, mulai November",
            flag="",
        ),
        replace(
            egg,
            title="Koi Kohaku 12-15 cm",
            sector="perikanan",
            unit="ekor",
            unit_price_text="",
            price=15_000,
            icon=static("img/icons/tropical-fish.webp"),
            state="not_there",
            state_text="Tidak dikirim ke Surabaya",
            flag="Hidup",
        ),
        replace(egg, title="Gambar masih disiapkan", icon="", sector="olahan", flag=""),
    ]


def everything() -> dict[str, object]:
    """Return the style page's context."""
    form = SampleForm({"name": "Wulan Contoh", "phone": "0812-34", "how": "transfer"})
    cards = sample_cards()
    return {
        "form": form,
        "cards": cards,
        "now": datetime(2026, 11, 23, 2, 52, tzinfo=UTC),
        "slope": slope_svg(PLACES, PLACES[7]),
        "trail": [Crumb("Peternakan", "#"), Crumb("Telur")],
        "papers": [
            Paper("NIB diperiksa", "checked"),
            Paper("Halal sedang diurus", "pending"),
            Paper("P-IRT kedaluwarsa Mei 2026", "expired"),
            Paper("SKKH tidak perlu", "not_needed"),
        ],
        "events": [
            Event("Dibayar", "done", "Senin 23 Nov, 09.52"),
            Event("Diterima penjual", "done", "Kandang Telur Lereng Contoh, 10.05"),
            Event("Diproses", "now", "Ditimbang lalu diserahkan ke kurir desa"),
            Event("Dikirim", "later", "Perkiraan besok pagi"),
            Event("Selesai", "later"),
        ],
        "lines": [
            SumLine("Barang", 200_000),
            SumLine("Ongkir dari Suruhwadang", 8_000),
            SumLine("Ambil di Rejowinangun", text="Gratis"),
            SumLine("Jumlah", 208_000, is_total=True),
        ],
        "options": [
            DeliveryOption("courier", "Kurir desa", "Besok pagi, 4 km dari lapak", 8_000, True),
            DeliveryOption("pick-up", "Ambil sendiri", "06.00–17.00 di Suruhwadang", 0),
            DeliveryOption("parcel", "Ekspedisi", "Tidak untuk telur segar", is_possible=False),
        ],
        "groups": [
            FacetGroup(
                "urut",
                "Urutkan",
                [Choice("sesuai", "Paling sesuai", is_chosen=True), Choice("murah", "Termurah")],
                is_single=True,
            ),
            FacetGroup(
                "jenis",
                "Jenis",
                [Choice("ras", "Telur ayam ras", 4, True), Choice("x", "Puyuh", 1)],
            ),
        ],
        "table": Table(
            [Column("Tanggal"), Column("Pesanan"), Column("Jumlah", is_money=True)],
            [["22 Nov", "BLT-4811", "Rp268.000"], ["21 Nov", "Komisi 3%", "−Rp11.220"]],
        ),
        "months": year_of({11, 12, 1, 2}, now=11),
        "icon": static("img/icons/basket.webp"),
        "face": static("img/icons/nest-with-eggs.webp"),
    }
