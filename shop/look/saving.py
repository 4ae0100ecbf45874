"""Saving the reader's data: who asks for it gets small pictures only."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

HEADER = "Save-Data"


def saves_data(request: HttpRequest) -> bool:
    """Whether the browser asks to save data; the answer then varies on that header."""
    request.asked_save_data = True
    return request.headers.get(HEADER, "").strip().lower() == "on"


class SaveDataMiddleware:
    """Tell caches which pages look different to who saves data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "asked_save_data", False):
            patch_vary_headers(response, [HEADER])
        return response
