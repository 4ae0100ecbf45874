"""Browsers that passed the second sign-in step, and the codes for those that don't yet."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def set_up(person) -> Authenticator:
    """Give a person the tests' authenticator."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return found or auth.TOTP.activate(person, SECRET).instance


def code(*, steps: int = 0) -> str:
    """Return the code of now, or of half minutes later (+) or earlier (−)."""
    counter = int(time.time()) // 30 + steps
    return auth.format_hotp_value(auth.hotp_value(SECRET, counter))


def passed(browser: Client, person) -> Client:
    """Make a signed-in browser one that passed the second step just now."""
    authenticator = set_up(person)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        *session.get(AUTHENTICATION_METHODS_SESSION_KEY, []),
        {"method": "mfa", "at": time.time(), "id": authenticator.pk, "type": "totp"},
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return browser
