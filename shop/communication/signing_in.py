"""Signing a person in whose proof was checked; allauth finishes it, with a new session key."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shop.communication import account_proof, proving
from shop.people.models import User

#: Seconds; whom a volunteer brought in has no other easy way back.
INTRODUCED_SESSION = 90 * 24 * 60 * 60


def sign_in(
    request: HttpRequest, person: User, method: str, *, then: str | None = None, **facts: object
) -> HttpResponse:
    """Sign the person in and return the way on to `then`, or to her account.

    `method` is one of `account_proof`'s, and was checked by the caller. A code alone after a
    long silence leaves the number in doubt.
    """
    if request.user.is_authenticated and request.user.pk != person.pk:
        request.session.flush()
    is_doubted = method == account_proof.CODE and proving.doubt_if_silent(person)
    account_proof.add(request, method, person, **facts)
    login = Login(user=person, email_verification="none", redirect_url=then)
    response = perform_login(request, login)
    if request.user.is_authenticated:
        is_introduced = method == account_proof.INTRODUCTION
        request.session.set_expiry(
            INTRODUCED_SESSION if is_introduced else settings.SESSION_COOKIE_AGE
        )
        if is_doubted:
            messages.warning(request, _("You were away for long. Some pages ask for more proof."))
    return response
