"""Addresses of orders: by secret link, by account, and found again."""

from django.urls import path, register_converter

from .orders import (
    account,
    again,
    card,
    changing,
    complaining,
    differences,
    find,
    paying,
    qris,
    receipts,
    views,
)


class SecretConverter:
    """A link's secret: URL-safe base 64 of at least 128 bits."""

    regex = "[A-Za-z0-9_-]{22,64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SecretConverter, "secret")

ACTIONS = [
    ("cetak/", views.print_page),
    ("kode/", views.code),
    ("bukti/", paying.proof),
    ("bayar/", paying.pay_otherwise),
    ("kartu/", paying.pay_by_card),
    ("qris.svg", qris.drawing),
    ("qris.png", qris.saved),
    ("qris-asli/", qris.original),
    ("sudah-bayar/", qris.paid),
    ("batal/", changing.cancel),
    ("diterima/<int:part>/", changing.received),
    ("masalah/<int:part>/", complaining.problem),
    ("masalah/gambar/<int:pk>/", complaining.picture),
    ("alamat/", changing.change_address),
    ("rekening/", paying.refund_account),
    ("selisih/<int:refund>/", differences.choose),
    ("simpan/", changing.attach),
    ("tautan/", changing.renew_link),
    ("lagi/", again.order_again),
    ("kuitansi/<int:pk>/", receipts.receipt_page),
    ("kuitansi/<int:pk>.pdf", receipts.receipt_pdf),
]

urlpatterns = [
    path("pesanan/", find.find_order, name="find_order"),
    path("pesanan/kode/", find.find_order_code, name="find_order_code"),
    path("pesanan/<secret:secret>/", views.order_page, name="order"),
    path("bayar/kembali/<str:token>/", card.come_back, name="card_return"),
    path("akun/", account.account, name="account"),
    path("akun/telepon/", account.prove_phone, name="account_prove"),
    path("akun/pesanan/<str:number>/", views.order_page, name="account_order"),
]
for _rest, _view in ACTIONS:
    urlpatterns += [
        path(f"pesanan/<secret:secret>/{_rest}", _view),
        path(f"akun/pesanan/<str:number>/{_rest}", _view),
    ]
