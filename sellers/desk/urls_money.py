"""Addresses of the desk: money."""

from django.urls import path

from sellers.desk.money import account, pages

urlpatterns = [
    path("<slug:slug>/uang/", pages.money, name="money"),
    path("<slug:slug>/uang/pesanan/", pages.orders, name="money-orders"),
    path("<slug:slug>/uang/tabel.csv", pages.table, name="money-table"),
    path("<slug:slug>/uang/rekening/", account.account, name="account"),
    path("<slug:slug>/uang/rekening/batal/", account.undo, name="account-undo"),
]
