"""The code step of a page: send a code to a phone, then check it in the same browser.

Checkout, questions, orders and accounts all ask for codes through `prove`.
"""

import secrets
import time

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from shop.communication import channels, codes
from shop.communication.outbox import Recipient
from shop.people.phones import mask

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


def prove(
    request: HttpRequest,
    phone: str,
    *,
    purpose: str,
    back: str,
    is_reached: bool = True,
    by_email: Recipient | None = None,
) -> HttpResponse | None:
    """Return None once a typed code proves the phone, until then the page to answer with.

    A GET never sends a code: the page offers to send one, then asks for its digits. `back` is
    the way out. Where nobody may learn whether a phone fits, `is_reached=False` takes the same
    steps and sends nothing. With `by_email` the code goes to an e-mail address, and `phone` is
    `codes.email_key` of its person.
    """
    is_refused = False
    if request.method == "POST" and "send" in request.POST:
        if send(request, phone, purpose=purpose, is_reached=is_reached, by_email=by_email):
            return redirect(request.get_full_path())
        is_refused = True
    is_typed = request.method == "POST" and not is_refused
    form = CodeForm(request.POST if is_typed else None)
    if form.is_bound and form.is_valid() and check(request, form, purpose=purpose, phone=phone):
        return None
    shown = {
        "form": form,
        "is_sent": _reference(request, purpose) is not None,
        "phone_shown": by_email.email if by_email else mask(phone),
        "back": back,
        "is_heard": bool(by_email) or channels.has_phone_gateway(),
    }
    return render(request, "communication/code.html", shown, status=429 if is_refused else 200)


def send(
    request: HttpRequest,
    phone: str,
    *,
    purpose: str,
    is_reached: bool = True,
    by_email: Recipient | None = None,
) -> bool:
    """Send a code and remember its reference; say False, with a message, if none may be sent."""
    try:
        reference = codes.issue(
            phone,
            purpose=purpose,
            browser_key=browser_key(request),
            address=get_adapter().get_client_ip(request),
            language=request.LANGUAGE_CODE,
            is_reached=is_reached,
            by_email=by_email,
        )
    except codes.CodeRefused as refusal:
        messages.error(request, str(refusal))
        return False
    request.session[WAITING] = {"purpose": purpose, "reference": reference, "at": time.time()}
    return True


def check(request: HttpRequest, form: CodeForm, *, purpose: str, phone: str) -> bool:
    """Say whether the typed digits prove this phone; if not, the form says why."""
    try:
        proven = codes.check(
            _reference(request, purpose) or "",
            form.cleaned_data["digits"],
            purpose=purpose,
            browser_key=browser_key(request),
        )
        if proven.phone != phone:
            raise codes.CodeGone
    except codes.CodeRefused as refusal:
        form.add_error("digits", str(refusal))
        return False
    del request.session[WAITING]
    return True


def browser_key(request: HttpRequest) -> str:
    """Return a secret of this browser that codes are bound to, kept in its session."""
    if BROWSER not in request.session:
        request.session[BROWSER] = secrets.token_urlsafe(24)
    return request.session[BROWSER]


def _reference(request: HttpRequest, purpose: str) -> str | None:
    """Return the reference of the code that this browser waits for, while it is good."""
    waiting = request.session.get(WAITING) or {}
    is_good = time.time() - waiting.get("at", 0) < codes.GOOD_FOR.total_seconds()
    return waiting["reference"] if waiting.get("purpose") == purpose and is_good else None
