"""allauth's views inside our frame, and the one sign-in page."""

from allauth.account import views
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from shop.communication.account_proof import to_second_proof
from shop.people.models import User

from . import door

# Rooms that send everybody they don't let in to the sign-in, people who did sign in too.
STAFF_ROOMS = {
    "/cms/": lambda person: person.has_perm("wagtailadmin.access_admin"),
    "/admin/": lambda person: person.is_superuser and person.holds_roles,
}


class InOurFrame:
    """Leave allauth's `site` out: it would hide the values that every page's frame reads."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


class SignIn(InOurFrame, views.LoginView):
    """Sign in by phone and code; by e-mail or phone and password as the second way.

    Who has signed in and was sent here by a room that stays closed to him hears so; leading
    him back to it would go on for ever.
    """

    phone_form = None
    status = 200

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        person = request.user
        if person.is_authenticated and is_closed(request.GET.get("next", ""), person):
            if person.phone_doubted_at:
                return to_second_proof(request)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "phone" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.phone_form = door.PhoneForm(request.POST)
        if self.phone_form.is_valid():
            if led_on := door.begin(request, self.phone_form):
                return led_on
            self.status = 429
        else:
            self.status = 422
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        if self.phone_form is not None:
            kwargs.pop("data")
            kwargs.pop("files")
        return kwargs

    def get_context_data(self, **kwargs) -> dict:
        phone_form = self.phone_form or door.PhoneForm()
        is_for_desk = door.way_on(self.request).startswith(reverse("desk:choose"))
        return super().get_context_data(phone_form=phone_form, is_for_desk=is_for_desk, **kwargs)

    def render_to_response(self, context, **kwargs) -> HttpResponse:
        return super().render_to_response(context, status=self.status, **kwargs)


def is_closed(path: str, person: User) -> bool:
    """Say whether a path lies in a staff room that this person may not enter."""
    return any(path.startswith(room) and not lets(person) for room, lets in STAFF_ROOMS.items())


class ForgottenPassword(InOurFrame, views.PasswordResetView):
    """Ask for a link to set a new password."""


class LinkOnItsWay(InOurFrame, views.PasswordResetDoneView):
    """Say that the link was sent."""


class NewPassword(InOurFrame, views.PasswordResetFromKeyView):
    """Set a new password by the link."""


class PasswordIsNew(InOurFrame, views.PasswordResetFromKeyDoneView):
    """Say that the new password holds."""


class ClosedAccount(InOurFrame, views.AccountInactiveView):
    """Say that the account is closed."""


class ChangePassword(InOurFrame, views.PasswordChangeView):
    """Set another password."""


class FirstPassword(InOurFrame, views.PasswordSetView):
    """Set a password after signing in by code until now."""
