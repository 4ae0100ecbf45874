"""The second step of signing in: codes of an authenticator app (RFC 6238), for who moves money.

allauth keeps the authenticators and asks for a code at every sign-in of who has one; its record
of that in the session is what counts here. After twelve hours a screen of money asks again.
"""

import base64
import secrets
import time

import segno
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from shop.communication.kinds import EMAIL, PHONE, register_kind
from shop.communication.sealing import CannotUnseal, seal, unseal
from shop.communication.telling import tell
from shop.history.models import record
from shop.people import sessions
from shop.people.actors import Actor
from shop.people.models import User

#: Seconds that a step counts for screens of money: a working day.
COUNTS_FOR = 12 * 60 * 60
STEP = "mfa"

register_kind(
    "second_factor_changed",
    subject=_("Your second sign-in step was changed"),
    text=_(
        "The second sign-in step of your %(site_name)s account was set up or taken away. If it"
        " wasn't you, contact us at once: %(site)s"
    ),
    reaches=(PHONE, EMAIL),
)


class OwnSecondFactor(Exception):
    """Nobody resets the second step of herself; `str()` is for the person who tried."""

    message = _("Another administrator must reset your own second step.")

    def __str__(self) -> str:
        return str(self.message)


class Adapter(DefaultMFAAdapter):
    """allauth's secrets are sealed in the database, and its QR codes drawn by segno."""

    def encrypt(self, text: str) -> str:
        return seal(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; one that our key no longer opens becomes one that no code fits."""
        try:
            return unseal(encrypted_text.encode())
        except CannotUnseal:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def build_totp_svg(self, url: str) -> str:
        return segno.make(url, error="m").svg_inline(scale=4, border=4, light="#fff")


def is_set_up(person: User) -> bool:
    """Say whether a person has an authenticator."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def has(request: HttpRequest) -> bool:
    """Say whether this session passed the second step lately, and the person still has one."""
    if not request.user.is_authenticated:
        return False
    since = time.time() - COUNTS_FOR
    passed = (
        proof["method"] == STEP and proof["at"] > since
        for proof in get_authentication_records(request, request.user)
    )
    return any(passed) and is_set_up(request.user)


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to the step, or to setting it up, and then back to this page."""
    step = "mfa_reauthenticate" if is_set_up(request.user) else "mfa_activate_totp"
    back = request.get_full_path() if request.method == "GET" else request.path
    return redirect(f"{reverse(step)}?{urlencode({'next': back})}")


@transaction.atomic
def give(person: User, *, by: Actor) -> str:
    """Give a person an authenticator made for her and return its secret; the former one ends.

    For demo people: everybody else sets up her own.
    """
    Authenticator.objects.filter(user=person).delete()
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(person, secret)
    record("second_factor.added", person, by=by)
    return secret


def code_now(person: User) -> str:
    """Return the code that a person's authenticator shows now; "" if she has none."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if found is None:
        return ""
    secret = Adapter().decrypt(found.data["secret"])
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


@transaction.atomic
def reset(person: User, *, by: Actor) -> None:
    """Take away a person's second step and end her sessions; raises OwnSecondFactor.

    For who lost her phone and her spare codes: another administrator makes sure who asks.
    """
    if by.person_id == person.pk:
        raise OwnSecondFactor
    Authenticator.objects.filter(user=person).delete()
    sessions.end_all(person)
    record("second_factor.reset", person, by=by)
    tell(person, "second_factor_changed")


def note_set_up(request: HttpRequest, *, by: Actor) -> None:
    """Write and tell that the signed-in person set it up; its first code counts as the step.

    For the transaction in which allauth writes the authenticator.
    """
    authenticator = Authenticator.objects.get(user=request.user, type=Authenticator.Type.TOTP)
    record_authentication(request, request.user, STEP, id=authenticator.pk, type=authenticator.type)
    record("second_factor.added", request.user, by=by)
    tell(request.user, "second_factor_changed")


def note_given_up(person: User, *, by: Actor) -> None:
    """Write and tell that a person gave up her own second step, in allauth's transaction."""
    record("second_factor.removed", person, by=by)
    tell(person, "second_factor_changed")


def note_new_codes(person: User, *, by: Actor) -> None:
    """Write that a person made new spare codes; the former ones are gone."""
    record("second_factor.codes_renewed", person, by=by)
