"""Addresses of the treasurer's pages, below `/kas-desa/`; a village by its Kemendagri code."""

from django.urls import path

from . import book, incoming, outgoing, overview

app_name = "treasury"

MONTH = "<str:code>/buku/<int:year>-<int:month>"

urlpatterns = [
    path("", overview.choose, name="choose"),
    path("<str:code>/", overview.overview, name="overview"),
    path("<str:code>/masuk/", incoming.payments, name="payments"),
    path("<str:code>/masuk/<int:pk>/", incoming.confirm, name="confirm"),
    path("<str:code>/bukti/<int:pk>/", incoming.proof, name="proof"),
    path("<str:code>/bukti/<int:pk>/tolak/", incoming.refuse_proof, name="proof-refuse"),
    path("<str:code>/kembali/", outgoing.refund_list, name="refunds"),
    path("<str:code>/kembali/<int:pk>/<slug:step>/", outgoing.refund_step, name="refund-step"),
    path("<str:code>/cair/", outgoing.payout_list, name="payouts"),
    path("<str:code>/cair/baru/", outgoing.draft, name="payout-draft"),
    path("<str:code>/cair/<int:pk>/<slug:step>/", outgoing.payout_step, name="payout-step"),
    path(f"{MONTH}/", book.book, name="book"),
    path(f"{MONTH}.xlsx", book.sheet, name="book-sheet"),
    path(f"{MONTH}.pdf", book.paper, name="book-paper"),
]
