"""allauth's adapter and forms: sign in with a phone in any spelling, or e-mail, and a password."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop.people.models import User
from shop.people.phones import BadPhone, normalise


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
    """Phones are normalised here; none is verified by allauth's own codes."""

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

    def set_phone_verified(self, user: User, phone: str) -> None:
        """A phone counts as proven only through this package's own codes."""

    def send_verification_code_sms(self, user, phone, code, **kwargs) -> None:
        """Codes leave through the outbox, never through allauth."""

    def save_user(self, request, user, form, commit=True) -> User:
        user.name = form.cleaned_data["name"]
        user.phone = form.cleaned_data.get("phone") or None
        user.language = request.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)


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


class PasswordLinkForm(NewPasswordWords, ResetPasswordKeyForm):
    """The new password twice, by a link from an e-mail."""


class ForgottenPasswordForm(ResetPasswordForm):
    """The e-mail address that the link goes to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class SignUpForm(NewPasswordWords, SignupForm):
    """Name, phone and/or e-mail, password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "phone", "email", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Phone")
        self.fields["phone"].required = False
        self.fields["phone"].help_text = _("0812…, +62812… or a number from abroad.")
        self.fields["email"].label = _("E-mail")

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", _("Give a phone number or an e-mail address."))
        return cleaned
