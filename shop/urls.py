"""Every address of the site; Wagtail's catch-all comes last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from shop.dashboard.people_admin import site as people_site
from shop.payment.card import webhooks
from shop.storefront.robots import favicon, robots


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; the operator's watcher reads it."""
    return HttpResponse("ok\n", content_type="text/plain")


to_people = RedirectView.as_view(pattern_name="admin:people_user_changelist")

# Our sign-in stands before the doors of others.
urlpatterns = i18n_patterns(
    path("", include("shop.storefront.urls_sign_in")), prefix_default_language=False
)
urlpatterns += [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon),
    path("admin/", people_site.urls),
    # A person's account has one page, which asks for a proof before it changes anything.
    path("cms/account/", RedirectView.as_view(pattern_name="storefront:account")),
    # Who may do what is decided in one place, behind the second step.
    re_path(r"^cms/users/", to_people),
    re_path(r"^cms/bulk/people/user/", to_people),
    re_path(r"^cms/groups/", RedirectView.as_view(pattern_name="admin:auth_group_changelist")),
    path("cms/", include(wagtailadmin_urls)),
    path("dashboard/", include("shop.dashboard.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("webhooks/stripe/", webhooks.stripe, name="stripe-webhook"),
]

urlpatterns += i18n_patterns(
    path("lapak-saya/", include("sellers.desk.urls")),
    path("kas-desa/", include("shop.dashboard.treasury.urls")),
    path("gaya/", include("shop.look.urls")),
    path("akun/", include("shop.storefront.urls_account")),
    path("", include("shop.storefront.urls")),
    path("", include("cms.urls")),
    prefix_default_language=False,
)

if settings.IS_DEVELOPMENT:
    # On a real server the web server serves pictures.
    from django.views.static import serve

    pictures = {"document_root": settings.MEDIA_ROOT}
    urlpatterns = [path("media/<path:path>", serve, pictures), *urlpatterns]
