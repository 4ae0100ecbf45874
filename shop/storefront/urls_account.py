"""Addresses under `/akun/`: allauth's views by their own names, with Indonesian path words."""

from allauth.account import views
from django.urls import path, re_path

from . import entrance
from .middleware import forms_without_cookie

urlpatterns = [
    path("masuk/", forms_without_cookie(entrance.SignIn.as_view()), name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("daftar/", forms_without_cookie(entrance.SignUp.as_view()), name="account_signup"),
    path("nonaktif/", views.account_inactive, name="account_inactive"),
    path("periksa/", views.reauthenticate, name="account_reauthenticate"),
    path("email/", views.email, name="account_email"),
    path("email/kirim/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(
        r"^email/(?P<key>[-:\w]+)/$", entrance.ConfirmEmail.as_view(), name="account_confirm_email"
    ),
    path("sandi/ganti/", views.password_change, name="account_change_password"),
    path("sandi/buat/", views.password_set, name="account_set_password"),
    path(
        "sandi/lupa/",
        forms_without_cookie(entrance.ForgottenPassword.as_view()),
        name="account_reset_password",
    ),
    path(
        "sandi/lupa/terkirim/", entrance.LinkOnItsWay.as_view(), name="account_reset_password_done"
    ),
    re_path(
        r"^sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "sandi/selesai/",
        entrance.PasswordIsNew.as_view(),
        name="account_reset_password_from_key_done",
    ),
]
