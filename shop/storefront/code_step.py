"""The code step of a page: send a code to a phone, then check it in the same browser."""

import secrets
import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.communication import codes

WAITING = "code_waiting"
BROWSER = "browser_key"


class CodeForm(forms.Form):
    """The digits that came to a phone."""

    digits = forms.CharField(
        label=gettext_lazy("OTP code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}
        ),
    )


def browser_key(request: HttpRequest) -> str:
    """Return a secret of this browser that codes are bound to, kept in its session."""
    if BROWSER not in request.session:
        request.session[BROWSER] = secrets.token_urlsafe(24)
    return request.session[BROWSER]


def send(request: HttpRequest, phone: str, *, purpose: str, language: str) -> bool:
    """Send a code and remember its reference; say False, with a message, if none may be sent."""
    try:
        reference = codes.issue(
            phone, purpose=purpose, browser_key=browser_key(request), language=language
        )
    except codes.CodeRefused as refusal:
        messages.error(request, str(refusal))
        return False
    request.session[WAITING] = {"purpose": purpose, "reference": reference}
    return True


def pretend(request: HttpRequest, *, purpose: str) -> None:
    """Go on as if a code had been sent, so that the page does not tell whether one was."""
    browser_key(request)
    request.session[WAITING] = {"purpose": purpose, "reference": str(uuid.uuid4())}


def check(request: HttpRequest, form: CodeForm, *, purpose: str, phone: str) -> bool:
    """Say whether the typed digits prove this phone; if not, the form says why."""
    waiting = request.session.get(WAITING) or {}
    if waiting.get("purpose") != purpose:
        form.add_error("digits", str(codes.CodeGone.message))
        return False
    try:
        proven = codes.check(
            waiting["reference"],
            form.cleaned_data["digits"],
            purpose=purpose,
            browser_key=browser_key(request),
        )
    except codes.CodeRefused as refusal:
        form.add_error("digits", str(refusal))
        return False
    del request.session[WAITING]
    if proven.phone != phone:
        form.add_error("digits", str(codes.CodeGone.message))
        return False
    return True


def code_page(request: HttpRequest, form: CodeForm, *, phone_shown: str, back: str) -> HttpResponse:
    """Show the page that asks for the digits."""
    return render(
        request,
        "order/form.html",
        {
            "title": _("OTP code"),
            "text": _("We sent a code to %(phone)s. It holds for 5 minutes.")
            % {"phone": phone_shown},
            "form": form,
            "action": _("Check code"),
            "back": back,
            "again": request.path,
        },
    )
