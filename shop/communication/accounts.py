"""allauth's adapter and forms: phones in any spelling, passwords, and codes of our one service."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    VerifyPhoneForm,
)
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import clean_client_ip
from django import forms
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shop.communication import code_step, codes, outbox, proving
from shop.people.actors import actor_for
from shop.people.models import User
from shop.people.phones import BadPhone, normalise

ALLAUTH_PURPOSE = "allauth"
#: allauth's mails that our pages lead to, and our kinds for them.
MAILS = {
    "account/email/password_reset_key": "password_link",
    "account/email/unknown_account": "email_unknown",
}


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; its clean value is E.164 ("" when left empty)."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    default_error_messages = {"required": _("Write your phone number.")}

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        try:
            return normalise(text)
        except BadPhone as wrong:
            raise ValidationError(str(wrong), code="bad_phone") from wrong


class AccountAdapter(DefaultAccountAdapter):
    """Phones are normalised here, and codes are those of `shop.communication.codes`.

    allauth keeps a code in the session in clear; where it would, our reference stands.
    """

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address: behind proxies, what the outermost trusted one saw.

        A request that came past them carries fewer entries; then its own address counts.
        """
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return clean_client_ip(request.META.get("REMOTE_ADDR", "")) or ""

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Put a mail of allauth's into the outbox: sealed, stopped for demo people, sent alike.

        Raises KeyError for a mail that we have no words for.
        """
        person = context.get("user")
        is_known = person is not None
        outbox.send(
            MAILS[template_prefix],
            to=outbox.Recipient(
                name=person.name if is_known else "",
                email=email,
                language=self.request.LANGUAGE_CODE,
                person_id=person.pk if is_known else None,
            ),
            secret=f"{context['uid']}-{context['key']}" if is_known else "",
        )

    def phone_form_field(self, **kwargs):
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        try:
            return User.objects.filter(phone=normalise(phone)).first()
        except BadPhone:
            return None

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Keep the phone that `save_user` has already written."""

    def set_password(self, user: User, password: str) -> None:
        """Every form of allauth that sets a password ends here."""
        proving.change_password(user, password, by=actor_for(user))

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Give the person the number that she proved to allauth's form by our code."""
        proving.change_phone(user, phone, by=actor_for(user))
        if self.request.user.is_authenticated:
            update_session_auth_hash(self.request, user)

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        """Send one of our codes and return its reference, which is all that allauth keeps."""
        request = context.request
        try:
            return codes.issue(
                phone,
                purpose=ALLAUTH_PURPOSE,
                browser_key=code_step.browser_key(request),
                address=self.get_client_ip(request),
                language=request.LANGUAGE_CODE,
            )
        except codes.CodeRefused as refusal:
            raise ImmediateHttpResponse(render(request, "429.html", status=429)) from refusal

    def send_verification_code_sms(self, user, phone, code, **kwargs) -> None:
        """The code left through the outbox when it was made."""

    def send_unknown_account_sms(self, phone: str, **kwargs) -> None:
        """Say nothing to strangers."""

    def send_account_already_exists_sms(self, phone: str, **kwargs) -> None:
        """Say nothing to strangers."""


class OurCode:
    """Check the digits by the reference that allauth holds as the expected code."""

    def clean_code(self) -> str:
        digits = self.cleaned_data["code"]
        try:
            codes.check(
                self.expected_code or "",
                digits,
                purpose=ALLAUTH_PURPOSE,
                browser_key=code_step.browser_key(context.request),
            )
        except codes.CodeRefused as refusal:
            raise ValidationError(str(refusal), code="incorrect_code") from refusal
        return digits


class LoginCodeForm(OurCode, ConfirmLoginCodeForm):
    """The digits of allauth's sign-in by code."""


class PhoneCodeForm(OurCode, VerifyPhoneForm):
    """The digits of allauth's proof of a phone."""


class SignInForm(LoginForm):
    """Phone or e-mail, and the password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Phone or e-mail")
        self.fields["login"].widget.attrs = {"autocomplete": "username"}
        self.fields["password"].widget.attrs.pop("placeholder", None)


class NewPasswordWords:
    """Say shortly what a password needs; labels stand above the fields, not in them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("At least 8 characters, and not digits only.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PasswordChangeForm(NewPasswordWords, ChangePasswordForm):
    """The present password, and the new one twice."""


class FirstPasswordForm(NewPasswordWords, SetPasswordForm):
    """A password for who signed in by code until now."""


class PasswordLinkForm(NewPasswordWords, ResetPasswordKeyForm):
    """The new password twice, by a link from an e-mail."""


class ForgottenPasswordForm(ResetPasswordForm):
    """The e-mail address that the link goes to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)
