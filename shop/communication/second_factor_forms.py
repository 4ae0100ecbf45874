"""allauth's forms of the second step: our labels, and no code twice while it is good."""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

#: Seconds that a code can be good: its own half minute and one at either side.
CODE_GOOD_FOR = 90


def code_field(label: str, hint: str = "") -> forms.CharField:
    """Return the field for the digits that an app shows."""
    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 10}
    )
    return forms.CharField(label=label, help_text=hint, max_length=20, widget=widget)


class OnlyOnce:
    """Refuse a code of the app that was taken already; allauth forgets it after half a minute."""

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            key = f"second-step:{self.user.pk}:{normalize_user_code(code)}"
            if not cache.add(key, True, timeout=CODE_GOOD_FOR):
                raise get_adapter().validation_error("incorrect_code")
        return code


class SignInStepForm(OnlyOnce, AuthenticateForm):
    """The code that completes a sign-in."""

    code = code_field(
        _("Code from your authenticator app"), _("Or one of the spare codes that you wrote down.")
    )


class RepeatedStepForm(OnlyOnce, ReauthenticateForm):
    """The code that a screen of money asks for in a running session."""

    code = code_field(
        _("Code from your authenticator app"), _("Or one of the spare codes that you wrote down.")
    )


class SetUpForm(ActivateTOTPForm):
    """The first code of a new authenticator."""

    code = code_field(_("Code that the app shows now"))
