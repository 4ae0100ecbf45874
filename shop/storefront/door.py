"""The door: a phone, its code, and for who is new a name. Known and unknown numbers look alike."""

import time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from shop.communication import account_proof, code_step, proving
from shop.communication.accounts import PhoneField
from shop.communication.signing_in import sign_in
from shop.people.actors import actor_for
from shop.people.models import User

PURPOSE = "sign_in"
ENTERING = "entering"
NAME_SECONDS = 15 * 60


class PhoneForm(forms.Form):
    """The number that a code goes to."""

    phone = PhoneField(
        label=_("Phone number"),
        max_length=40,
        help_text=_("0812…, +62812… or a number from abroad."),
    )


class NameForm(forms.Form):
    """What a new person is called."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def begin(request: HttpRequest, form: PhoneForm) -> HttpResponse | None:
    """Send a code to the form's phone and lead to its page; None if no code may be sent."""
    phone = form.cleaned_data["phone"]
    request.session[ENTERING] = {"phone": phone, "then": way_on(request)}
    if not code_step.send(request, phone, purpose=PURPOSE):
        return None
    return redirect("account_code")


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Check the code; who is known comes in, who is new says a name first."""
    entering = request.session.get(ENTERING)
    if not entering:
        return redirect("account_login")
    page = code_step.prove(
        request, entering["phone"], purpose=PURPOSE, back=reverse("account_login")
    )
    if page is not None:
        return page
    person = proving.claim(entering["phone"])
    if person is not None:
        return _let_in(request, person)
    request.session[ENTERING] = {**entering, "proven_at": time.time()}
    return redirect("account_name")


@never_cache
def name(request: HttpRequest) -> HttpResponse:
    """Make the account of somebody whose number was proven within the last 15 minutes."""
    entering = request.session.get(ENTERING) or {}
    if time.time() - entering.get("proven_at", 0) > NAME_SECONDS:
        return redirect("account_login")
    form = NameForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "account/name.html", {"form": form}, status=status)
    phone = entering["phone"]
    try:
        person = proving.claim(phone) or proving.make_account(
            name=form.cleaned_data["name"], phone=phone, language=request.LANGUAGE_CODE
        )
    except proving.PhoneTaken:
        # The same form came a moment earlier; the account that it made is the holder's.
        person = proving.claim(phone)
    return _let_in(request, person)


def way_on(request: HttpRequest) -> str:
    """Return the address on this site that a form or link wants to go on to, or nothing."""
    then = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(then, allowed_hosts={request.get_host()})
    return then if is_ours and then.startswith("/") else ""


def _let_in(request: HttpRequest, person: User) -> HttpResponse:
    then = request.session.pop(ENTERING)["then"]
    if not person.phone_verified_at:
        proving.mark_phone_proven(person, by=actor_for(person))
    return sign_in(request, person, account_proof.CODE, then=then or None)
