"""allauth's views inside our frame."""

from allauth.account import views
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from shop.people.models import User

# Rooms that send everybody they don't let in to the sign-in, people who did sign in too.
STAFF_ROOMS = {
    "/cms/": lambda person: person.has_perm("wagtailadmin.access_admin"),
    "/admin/": lambda person: person.is_superuser,
}


class InOurFrame:
    """Leave allauth's `site` out: it would hide the values that every page's frame reads."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


class SignIn(InOurFrame, views.LoginView):
    """Sign in by phone or e-mail and password.

    Who has signed in and was sent here by a room that stays closed to him hears so; leading
    him back to it would go on for ever.
    """

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and is_closed(request.GET.get("next", ""), request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def is_closed(path: str, person: User) -> bool:
    """Say whether a path lies in a staff room that this person may not enter."""
    return any(path.startswith(room) and not lets(person) for room, lets in STAFF_ROOMS.items())


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
