"""Small middlewares: language by address, forms without a cookie, NUL bytes, content policy."""

from collections.abc import Iterable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from shop.look.critical import style_hash

STAFF_PREFIXES = ("/cms/", "/admin/")


class LocaleByPathMiddleware(LocaleMiddleware):
    """Take the language from the address alone, so that a page is the same for everybody.

    Django's own adds `Vary: Accept-Language` though it never reads that header here.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        varied = response.get("Vary")
        response = super().process_response(request, response)
        if varied is None:
            response.headers.pop("Vary", None)
        else:
            response["Vary"] = varied
        return response


class SameOriginCsrfMiddleware(CsrfViewMiddleware):
    """Accept marked views' forms by the browser's own word that they come from our pages.

    A view marked with `forms_without_cookie` needs no token: `Sec-Fetch-Site: same-origin`
    is enough, or, where the browser sends no such header, a verified `Origin`. Anything
    else needs Django's token; without it the reader gets a page that has one and sends
    the same form again when he says so.
    """

    def process_view(self, request, callback, callback_args, callback_kwargs):
        if not getattr(callback, "forms_without_cookie", False):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        if self._is_same_origin(request):
            return None
        refused = super().process_view(request, callback, callback_args, callback_kwargs)
        return None if refused is None else ask_again(request)

    def _is_same_origin(self, request: HttpRequest) -> bool:
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site == "same-origin"
        return "Origin" in request.headers and self._origin_verified(request)


def ask_again(request: HttpRequest) -> HttpResponse:
    """Show the form's own fields again, with a token; nothing was done yet.

    Passwords are never written into a page: whoever typed one types it again.
    """
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not name.startswith("password")
        for value in values
    ]
    return render(request, "storefront/same_origin.html", {"fields": fields}, status=403)


def forms_without_cookie(view):
    """Mark a view whose form pages carry no CSRF token (see SameOriginCsrfMiddleware)."""
    view.forms_without_cookie = True
    return view


class NoNulMiddleware(MiddlewareMixin):
    """Refuse a request with a NUL byte in address, cookies or form fields before anything reads it.

    Nobody types one, and PostgreSQL keeps none. It stands behind the CSRF check, so that
    strangers' forms are refused first.
    """

    def process_request(self, request: HttpRequest) -> None:
        refuse_nul([request.path_info, *request.COOKIES.values(), *texts(request.GET)])

    def process_view(self, request: HttpRequest, *view: object) -> None:
        refuse_nul(texts(request.POST))


def texts(fields: QueryDict) -> Iterable[str]:
    """Return every name and value of an address or a form."""
    for name, values in fields.lists():
        yield name
        yield from values


def refuse_nul(found: Iterable[str]) -> None:
    """Raise BadRequest if one of the texts has a NUL byte."""
    if any("\0" in text for text in found):
        raise BadRequest("a NUL byte in the request")


class ContentPolicyMiddleware(CSPMiddleware):
    """Send the page's own style hash; the staff's third-party screens get their own policy."""

    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if request.path_info.startswith(STAFF_PREFIXES):
            parts.config = settings.STAFF_DIRECTIVES
        elif kind := getattr(request, "style_kind", None):
            parts.replace = {"style-src": ["'self'", style_hash(kind)]}
        return parts
