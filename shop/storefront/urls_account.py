"""Addresses under `/akun/`: allauth's views by their own names, with Indonesian path words."""

from allauth.account import views
from django.urls import path, re_path

from . import contacts, door, entrance, joining, proofs, second_step
from .contacts import freshly_proven
from .middleware import forms_without_cookie

urlpatterns = [
    path("masuk/", forms_without_cookie(entrance.SignIn.as_view()), name="account_login"),
    path("masuk/kode/", door.code, name="account_code"),
    path("masuk/nama/", door.name, name="account_name"),
    path("keluar/", views.logout, name="account_logout"),
    path("daftar/", joining.join, name="account_signup"),
    path("daftar/<str:key>/", joining.finish, name="account_join"),
    path("nonaktif/", entrance.ClosedAccount.as_view(), name="account_inactive"),
    path("periksa/", proofs.prove, name="account_reauthenticate"),
    path("periksa/kode/", proofs.by_code, name="account_prove_by_code"),
    path("periksa/email/", proofs.by_email, name="account_prove_by_email"),
    path("nomor/", contacts.change_phone, name="account_change_phone"),
    path("nomor/kode/", contacts.change_phone_code, name="account_change_phone_code"),
    path("email/", contacts.change_email, name="account_email"),
    path("email/kirim/", joining.look_into_mail, name="account_email_verification_sent"),
    path("email/<str:key>/", contacts.confirm_email, name="account_confirm_email"),
    path(
        "sandi/ganti/",
        freshly_proven(entrance.ChangePassword.as_view()),
        name="account_change_password",
    ),
    path(
        "sandi/buat/",
        freshly_proven(entrance.FirstPassword.as_view()),
        name="account_set_password",
    ),
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
    path("dua-langkah/", second_step.Overview.as_view(), name="mfa_index"),
    path("dua-langkah/masuk/", second_step.Completing.as_view(), name="mfa_authenticate"),
    path("dua-langkah/periksa/", second_step.Repeating.as_view(), name="mfa_reauthenticate"),
    path("dua-langkah/pasang/", second_step.SettingUp.as_view(), name="mfa_activate_totp"),
    path("dua-langkah/lepas/", second_step.GivingUp.as_view(), name="mfa_deactivate_totp"),
    path("dua-langkah/cadangan/", second_step.SpareCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "dua-langkah/cadangan/baru/",
        second_step.NewSpareCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
]
