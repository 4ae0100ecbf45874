"""Making an account by e-mail, for who has no phone that codes reach: a link, then a password."""

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from shop.communication import account_proof, email_links, proving
from shop.communication.signing_in import sign_in

from .door import NameForm
from .middleware import forms_without_cookie


class EmailForm(forms.Form):
    """An e-mail address."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class JoinForm(NameForm):
    """Name and password."""

    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 8 characters, and not digits only."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password1(self) -> str:
        validate_password(self.cleaned_data["password1"])
        return self.cleaned_data["password1"]


@forms_without_cookie
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """Ask for an address; the answer is the same whether it has an account or not."""
    if request.user.is_authenticated:
        return redirect("storefront:account")
    form = EmailForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "account/signup.html", {"form": form}, status=status)
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="signup", key=email.lower()):
        return render(request, "429.html", status=429)
    email_links.send_join_link(email, language=request.LANGUAGE_CODE)
    return redirect("account_email_verification_sent")


@never_cache
def look_into_mail(request: HttpRequest) -> HttpResponse:
    """Say that a link is on its way."""
    return render(request, "account/look_into_mail.html")


@never_cache
def finish(request: HttpRequest, key: str) -> HttpResponse:
    """Make the account of the link's reader."""
    email = email_links.read_join_link(key)
    if email is None:
        return render(request, "account/link_gone.html", status=410)
    form = JoinForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            person = proving.make_account(
                name=form.cleaned_data["name"],
                email=email,
                password=form.cleaned_data["password1"],
                language=request.LANGUAGE_CODE,
            )
        except proving.EmailTaken as refusal:
            form.add_error(None, str(refusal))
        else:
            return sign_in(request, person, account_proof.PASSWORD)
    shown = {"form": form, "email": email}
    return render(request, "account/join.html", shown, status=422 if form.errors else 200)
