"""Serving a page: Wagtail's hooks around our own routing."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.views import serve_chain
from wagtail.wagtail_hooks import check_view_restrictions

from .resolving import resolve


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page of a path; a missing English page is the Indonesian one."""
    found = resolve(request, path, get_language() or "id")
    request.page_language = found.language
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        # Whether a page is restricted came with its row, so most pages need not ask again.
        if hook is check_view_restrictions and not found.is_restricted:
            continue
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(found.page, request, found.args, found.kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    return chain(found.page, request, found.args, found.kwargs)
