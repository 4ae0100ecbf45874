"""Addresses of the desk: money."""

from django.urls import path

from . import account, money

urlpatterns = [
    path("<slug:slug>/uang/", money.money, name="money"),
    path("<slug:slug>/uang/pesanan/", money.orders, name="money-orders"),
    path("<slug:slug>/uang/tabel.csv", money.table, name="money-table"),
    path("<slug:slug>/uang/rekening/", account.account, name="account"),
    path("<slug:slug>/uang/rekening/batal/", account.undo, name="account-undo"),
]
