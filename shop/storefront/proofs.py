"""`/akun/periksa/`: a signed-in person proves anew who she is, in one of the ways she has."""

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from shop.communication import account_proof, code_step, codes, outbox, proving
from shop.people.phones import mask

from .door import way_on

PURPOSE = "proof"


class PasswordForm(forms.Form):
    """The present password."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@never_cache
@login_required
def prove(request: HttpRequest) -> HttpResponse:
    """Offer the ways to prove who one is, and check a password."""
    person = request.user
    form = PasswordForm(request.POST if "password" in request.POST else None)
    if form.is_bound and form.is_valid():
        if not ratelimit.consume(request, action="reauthenticate", user=person):
            return render(request, "429.html", status=429)
        if person.check_password(form.cleaned_data["password"]):
            account_proof.add(request, account_proof.PASSWORD)
            return _proven(request)
        form.add_error("password", _("The password is wrong."))
    shown = {
        "form": form,
        "is_doubted": bool(person.phone_doubted_at),
        "phone_shown": person.phone and mask(person.phone),
        "email": person.email if proving.has_confirmed_email(person) else "",
        "has_password": person.has_usable_password(),
        "is_by_code": account_proof.CODE in account_proof.methods(request),
        "is_beside": bool(account_proof.methods(request) & account_proof.BESIDE_THE_PHONE),
        "then": urlencode({"next": way_on(request)}),
    }
    return render(request, "account/prove.html", shown, status=422 if form.errors else 200)


@never_cache
@login_required
def by_code(request: HttpRequest) -> HttpResponse:
    """Prove the own phone by a code."""
    person = request.user
    if not person.phone:
        return redirect("account_reauthenticate")
    page = code_step.prove(request, person.phone, purpose=PURPOSE, back=_back(request))
    if page is not None:
        return page
    account_proof.prove_phone(request)
    return _proven(request)


@never_cache
@login_required
def by_email(request: HttpRequest) -> HttpResponse:
    """Prove the own confirmed e-mail address by a code."""
    person = request.user
    if not proving.has_confirmed_email(person):
        return redirect("account_reauthenticate")
    to = outbox.Recipient(
        person.name, email=person.email, language=person.language, person_id=person.pk
    )
    page = code_step.prove(
        request,
        codes.email_key(person.pk),
        purpose=PURPOSE,
        back=_back(request),
        by_email=to,
    )
    if page is not None:
        return page
    account_proof.add(request, account_proof.EMAIL)
    return _proven(request)


def _proven(request: HttpRequest) -> HttpResponse:
    if request.user.phone_doubted_at:
        messages.success(request, _("That was right. One more proof is needed."))
        return redirect(_back(request))
    return redirect(way_on(request) or "storefront:account")


def _back(request: HttpRequest) -> str:
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': way_on(request)})}"
