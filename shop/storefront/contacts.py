"""Changing phone or e-mail: by who just proved who she is, with a proof of the new one too."""

from functools import wraps

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shop.communication import account_proof, code_step, email_links, proving
from shop.people.actors import actor_for

from .door import PhoneForm
from .joining import EmailForm

PURPOSE = "new_phone"
NEW_PHONE = "new_phone"


def freshly_proven(view):
    """Let in who proved who she is within ten minutes; others prove it first."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not account_proof.is_fresh(request):
            return account_proof.to_fresh_proof(request)
        return view(request, *args, **kwargs)

    return guarded


@freshly_proven
def change_phone(request: HttpRequest) -> HttpResponse:
    """Ask for the new number and send it a code."""
    form = PhoneForm(request.POST or None)
    status = 200
    if form.is_bound and form.is_valid():
        phone = form.cleaned_data["phone"]
        request.session[NEW_PHONE] = phone
        if code_step.send(request, phone, purpose=PURPOSE):
            return redirect("account_change_phone_code")
        status = 429
    shown = {"form": form, "person": request.user}
    return render(request, "account/phone.html", shown, status=422 if form.errors else status)


@freshly_proven
def change_phone_code(request: HttpRequest) -> HttpResponse:
    """Check the new number's code and give the person that number."""
    phone = request.session.get(NEW_PHONE)
    if not phone:
        return redirect("account_change_phone")
    back = reverse("account_change_phone")
    page = code_step.prove(request, phone, purpose=PURPOSE, back=back)
    if page is not None:
        return page
    del request.session[NEW_PHONE]
    try:
        proving.change_phone(request.user, phone, by=actor_for(request.user))
    except proving.PhoneTaken as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    update_session_auth_hash(request, request.user)
    account_proof.add(request, account_proof.CODE)
    messages.success(request, _("Your new phone number holds from now on."))
    return redirect("storefront:account")


@freshly_proven
def change_email(request: HttpRequest) -> HttpResponse:
    """Ask for the new address and send it a link."""
    form = EmailForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        shown = {"form": form, "person": request.user}
        return render(request, "account/email.html", shown, status=422 if form.errors else 200)
    if not ratelimit.consume(request, action="manage_email", user=request.user):
        return render(request, "429.html", status=429)
    email_links.send_confirm_link(request.user, form.cleaned_data["email"])
    return redirect("account_email_verification_sent")


@never_cache
def confirm_email(request: HttpRequest, key: str) -> HttpResponse:
    """Give the person the address whose link this is; opening it alone changes nothing."""
    found = email_links.read_confirm_link(key)
    if found is None:
        return render(request, "account/link_gone.html", status=410)
    if request.method == "POST":
        try:
            proving.change_email(found.person, found.email, by=actor_for(found.person))
        except proving.EmailTaken:
            return render(request, "account/link_gone.html", status=410)
        messages.success(request, _("Your e-mail address is confirmed."))
        return redirect("storefront:account")
    return render(request, "account/email_confirm.html", {"email": found.email})
