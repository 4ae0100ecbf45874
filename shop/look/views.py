"""The living style page: every component in every state, from hand-written values."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from . import samples


def style_page(request: HttpRequest) -> HttpResponse:
    """Show `/gaya/`; only development has it."""
    if not settings.IS_DEVELOPMENT:
        raise Http404
    return render(request, "look/style.html", samples.everything())
