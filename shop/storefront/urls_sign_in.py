"""One way to sign in: where Oscar, Wagtail and Django would ask, one is led to our own page."""

from django.urls import path
from django.views.generic import RedirectView

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("accounts/login/", to_sign_in),
    path("accounts/register/", to_sign_in),
    path("dashboard/login/", to_sign_in),
    path("cms/login/", to_sign_in),
    path("admin/login/", to_sign_in),
    path("_util/login/", to_sign_in),
]
