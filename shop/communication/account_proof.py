"""How surely this browser is the person's: proofs that pages of money and account ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the person proved who she is in this browser within the last minutes."""
    from allauth.account.internal.flows.reauthentication import (  # noqa: PLC0415 - after apps
        did_recently_authenticate,
    )

    return did_recently_authenticate(request)


def to_fresh_proof(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks for a proof again, and back to this one."""
    return _led_to("account_reauthenticate", request)


def to_second_proof(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks for a proof beside the code, and back to this one."""
    return _led_to("account_reauthenticate", request)


def _led_to(url_name: str, request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else request.path
    return redirect(f"{reverse(url_name)}?{urlencode({'next': back})}")
