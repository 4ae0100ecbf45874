"""allauth's views inside our frame."""

from allauth.account import views


class InOurFrame:
    """Leave allauth's `site` out: it would hide the values that every page's frame reads."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


class SignIn(InOurFrame, views.LoginView):
    """Sign in by phone or e-mail and password."""


class SignUp(InOurFrame, views.SignupView):
    """Make an account by phone or e-mail."""


class ForgottenPassword(InOurFrame, views.PasswordResetView):
    """Ask for a link to set a new password."""


class LinkOnItsWay(InOurFrame, views.PasswordResetDoneView):
    """Say that the link was sent."""


class NewPassword(InOurFrame, views.PasswordResetFromKeyView):
    """Set a new password by the link."""


class PasswordIsNew(InOurFrame, views.PasswordResetFromKeyDoneView):
    """Say that the new password holds."""


class ConfirmEmail(InOurFrame, views.ConfirmEmailView):
    """Confirm an e-mail address by the link that was sent to it."""
