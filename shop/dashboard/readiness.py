"""Staff screen "Siap buka?": what is missing before real buyers come, and the button that opens."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.checkout import opening, readiness
from shop.communication import channel_tests
from shop.people.actors import actor_for

from .frame import page, staff_view
from .registry import Screen

# Nobody has it by a group: whoever runs the shop decides.
OPEN = "checkout.add_opening"


@staff_view(OPEN, needs_second_factor=True)
def ready(request: HttpRequest) -> HttpResponse:
    """List every check with what is missing and where to mend it."""
    found = readiness.findings()
    context = {
        "findings": found,
        "missing": sum(not finding.is_good for finding in found),
        "is_open": opening.is_open(),
        "is_trial": settings.ALWAYS_OPEN,
    }
    return page(request, "dashboard/ready.html", context)


@require_POST
@staff_view(OPEN, needs_second_factor=True)
def turn(request: HttpRequest, *, is_open: bool) -> HttpResponse:
    """Open the shop or close it."""
    by = actor_for(request.user)
    if not is_open:
        opening.close_shop(by=by)
        messages.success(request, _("Closed: nobody can order now."))
        return redirect("dashboard:ready")
    try:
        opening.open_shop(by=by)
    except opening.NotReady as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Open: buyers can order from now on."))
    return redirect("dashboard:ready")


@require_POST
@staff_view(OPEN, needs_second_factor=True)
def test(request: HttpRequest) -> HttpResponse:
    """Send a test message to whoever presses the button."""
    if channel_tests.send_test(request.user, by=actor_for(request.user)):
        messages.success(request, _("A test message is on its way to you."))
    else:
        messages.error(request, _("Your account has neither a phone nor an e-mail address."))
    return redirect("dashboard:ready")


SCREENS = (
    Screen(
        url_name="ready",
        title=gettext_lazy("Ready to open?"),
        permission=OPEN,
        patterns=(
            path("siap-buka/", ready, name="ready"),
            path("siap-buka/uji/", test, name="ready-test"),
            path("siap-buka/buka/", turn, {"is_open": True}, name="ready-open"),
            path("siap-buka/tutup/", turn, {"is_open": False}, name="ready-close"),
        ),
    ),
)
