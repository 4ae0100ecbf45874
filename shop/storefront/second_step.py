"""`/akun/dua-langkah/`: setting up the second sign-in step, passing it, and its spare codes."""

from allauth.mfa.base import views
from allauth.mfa.recovery_codes import views as codes_views
from allauth.mfa.totp import views as app_views
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from shop.communication import second_factor
from shop.people.actors import actor_for

from .contacts import freshly_proven
from .door import way_on
from .entrance import InOurFrame


class Refusing(InOurFrame):
    """A refused form answers 422, and pages lead on to where the person came from."""

    # Django's form views take a PUT for a POST.
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"then": way_on(self.request)}

    def render_to_response(self, context, **kwargs) -> HttpResponse:
        form = context.get("form")
        status = 422 if form is not None and form.is_bound and form.errors else 200
        return super().render_to_response(context, status=status, **kwargs)


class Passed:
    """Let in who passed the second step in this session, and lead others to it."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not second_factor.has(request):
            return second_factor.to_second_factor(request)
        return super().dispatch(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class Completing(Refusing, views.AuthenticateView):
    """The second step of a sign-in."""

    template_name = "mfa/authenticate.html"


@method_decorator([never_cache, login_required], name="dispatch")
class Repeating(Refusing, views.ReauthenticateView):
    """The second step in a running session, before a screen of money."""

    template_name = "mfa/reauthenticate.html"


@method_decorator([never_cache, login_required], name="dispatch")
class Overview(Refusing, views.IndexView):
    """Whether there is a second step, and what can be done about it."""

    template_name = "mfa/index.html"


@method_decorator(freshly_proven, name="dispatch")
class SettingUp(Refusing, app_views.ActivateTOTPView):
    """Scan the code with an app and type what it shows."""

    template_name = "mfa/totp/activate_form.html"

    def form_valid(self, form) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            second_factor.note_set_up(self.request, by=actor_for(self.request.user))
        return answer

    def get_success_url(self) -> str:
        then = way_on(self.request)
        return reverse("mfa_view_recovery_codes") + (
            f"?{urlencode({'next': then})}" if then else ""
        )


@method_decorator(freshly_proven, name="dispatch")
class GivingUp(Passed, Refusing, app_views.DeactivateTOTPView):
    """Give up one's own second step."""

    template_name = "mfa/totp/deactivate_form.html"

    def form_valid(self, form) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            person = self.request.user
            second_factor.note_given_up(person, by=actor_for(person))
        return answer


@method_decorator([never_cache, login_required], name="dispatch")
class SpareCodes(Passed, Refusing, codes_views.ViewRecoveryCodesView):
    """The spare codes, shown once."""

    template_name = "mfa/recovery_codes/index.html"


@method_decorator(freshly_proven, name="dispatch")
class NewSpareCodes(Passed, Refusing, codes_views.GenerateRecoveryCodesView):
    """Make new spare codes; the former ones end."""

    template_name = "mfa/recovery_codes/generate.html"

    def form_valid(self, form) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            person = self.request.user
            second_factor.note_new_codes(person, by=actor_for(person))
        return answer
