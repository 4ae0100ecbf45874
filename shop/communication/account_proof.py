"""How surely this browser is the person's: proofs that pages of money and account ask for.

The session keeps allauth's records of what was proven in it, and when. A code proves who holds
the phone, a password or a code by e-mail who the person is. An introduction in person signs in
and proves nothing more, unless a second volunteer made one too.
"""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from shop.communication import proving
from shop.people.actors import actor_for
from shop.people.models import User

FRESH_SECONDS = 10 * 60
CODE, PASSWORD, EMAIL = "code", "password", "email_code"
INTRODUCTION, SECOND_PERSON = "introduction", "second_person"
#: What a stranger with the number does not have.
BESIDE_THE_PHONE = frozenset({PASSWORD, EMAIL, SECOND_PERSON})
SURE = BESIDE_THE_PHONE | {CODE}


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the person proved who she is in this browser within the last ten minutes.

    While her number is in doubt, its code is no proof.
    """
    if not request.user.is_authenticated:
        return False
    counted = BESIDE_THE_PHONE if request.user.phone_doubted_at else SURE
    since = time.time() - FRESH_SECONDS
    return any(proof["method"] in counted and proof["at"] > since for proof in _proofs(request))


def methods(request: HttpRequest) -> frozenset[str]:
    """Return everything that was proven in this session, however long ago."""
    return frozenset(proof["method"] for proof in _proofs(request))


def introducers(request: HttpRequest) -> frozenset[int]:
    """Return the ids of those who brought this session's person in."""
    return frozenset(proof["made_by"] for proof in _proofs(request) if "made_by" in proof)


def add(request: HttpRequest, method: str, person: User | None = None, **facts: object) -> None:
    """Note a proof in this session; `person` is given where she is about to sign in.

    A number is out of doubt once one session proved both the phone and something beside it;
    every other session of the person then ends.
    """
    person = person or request.user
    record_authentication(request, person, method=method, **facts)
    shown = frozenset(proof["method"] for proof in get_authentication_records(request, person))
    if person.phone_doubted_at and CODE in shown and shown & BESIDE_THE_PHONE:
        proving.end_doubt(person, by=actor_for(person))
        if request.user.is_authenticated:
            update_session_auth_hash(request, person)


def prove_phone(request: HttpRequest) -> None:
    """Note that this session's person proved her own phone by a code just now."""
    person = request.user
    if not person.phone_verified_at:
        proving.mark_phone_proven(person, by=actor_for(person))
        update_session_auth_hash(request, person)
    add(request, CODE)


def to_fresh_proof(request: HttpRequest, *, then: str = "") -> HttpResponse:
    """Lead to the page that asks for a proof again, and back to this one, or on to `then`."""
    return _led_to("account_reauthenticate", request, then=then)


def to_second_proof(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks for a proof beside the code, and back to this one."""
    return _led_to("account_reauthenticate", request)


def _proofs(request: HttpRequest) -> list[dict]:
    if not request.user.is_authenticated:
        return []
    return get_authentication_records(request, request.user)


def _led_to(url_name: str, request: HttpRequest, *, then: str = "") -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else request.path
    return redirect(f"{reverse(url_name)}?{urlencode({'next': then or back})}")
