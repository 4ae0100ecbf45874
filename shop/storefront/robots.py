"""What programs ask of a site before they read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

# Pages about one person, and those that only lead elsewhere.
PRIVATE = ("keranjang", "checkout", "pesanan", "tanya", "akun", "kirim-ke", "cari")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines out of what is nobody's to find."""
    paths = [f"/{prefix}{word}/" for prefix in ("", "en/") for word in PRIVATE]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that guess the old address to the petal."""
    return redirect(static("img/logo.svg"))
