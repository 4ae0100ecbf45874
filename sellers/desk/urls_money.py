"""Addresses of the desk: money."""

from django.urls import path

from sellers.desk.money import account, collecting, pages, payouts

urlpatterns = [
    path("<slug:slug>/uang/", pages.money, name="money"),
    path("<slug:slug>/uang/pesanan/", pages.orders, name="money-orders"),
    path("<slug:slug>/uang/tabel.csv", pages.table, name="money-table"),
    path("<slug:slug>/uang/minta/", payouts.ask, name="payout-ask"),
    path(
        "<slug:slug>/uang/laporan/<int:year>-<int:month>.<slug:form>",
        payouts.paper,
        name="money-statement",
    ),
    path("<slug:slug>/uang/rekening/", account.account, name="account"),
    path("<slug:slug>/uang/rekening/batal/", account.undo, name="account-undo"),
    path("<slug:slug>/uang/penerima/", collecting.collecting, name="collecting"),
    path(
        "<slug:slug>/uang/penerima/masuk/<int:pk>/", collecting.arrived, name="collecting-arrived"
    ),
    path("<slug:slug>/uang/penerima/<slug:kind>/", collecting.enter, name="collecting-enter"),
    path(
        "<slug:slug>/uang/penerima/<slug:kind>/tarik/",
        collecting.withdraw,
        name="collecting-withdraw",
    ),
]
