"""A person's news over all her stalls, and notices on her phone."""

from pathlib import Path

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shop.communication import channels, inbox, push
from shop.communication.gateways import web_push
from shop.communication.kinds import PUSH, prefix
from shop.people.actors import actor_for

PER_PAGE = 20
WORKER = (Path(__file__).parent / "notice_worker.js").read_text()


@require_safe
@never_cache
@login_required
def news(request: HttpRequest) -> HttpResponse:
    """List what the person was told, with the unread marked."""
    pages = Paginator(inbox.of(request.user), PER_PAGE)
    current = pages.get_page(request.GET.get("page"))
    context = {
        "entries": inbox.entries(current.object_list),
        "unread": inbox.unread(request.user),
        "pages": current,
        "previous_url": f"?page={current.previous_page_number()}" if current.has_previous() else "",
        "next_url": f"?page={current.next_page_number()}" if current.has_next() else "",
        "hears_by_phone": channels.has_phone_gateway(),
        "notice_key": notice_key(),
        "notice_worker": _worker_url(),
    }
    return render(request, "desk/inbox.html", context)


@require_safe
@never_cache
@login_required
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a message was opened, and lead to what it is about."""
    message = get_object_or_404(inbox.of(request.user), pk=pk)
    inbox.mark_read(inbox.of(request.user).filter(pk=message.pk))
    path = str(message.values.get("path", ""))
    return redirect(prefix(request.LANGUAGE_CODE) + path if path else "desk:inbox")


@require_POST
@login_required
def all_read(request: HttpRequest) -> HttpResponse:
    """Note that all messages were read."""
    inbox.mark_read(inbox.of(request.user))
    return redirect("desk:inbox")


@require_POST
@login_required
def notices_on(request: HttpRequest) -> HttpResponse:
    """Let this browser show notices; its script sends the subscription."""
    try:
        push.switch_on(
            request.user,
            endpoint=request.POST.get("endpoint", ""),
            p256dh=request.POST.get("p256dh", ""),
            auth=request.POST.get("auth", ""),
            by=actor_for(request.user),
        )
    except push.BadSubscription as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    flash.success(request, _("Notices are on for this phone."))
    return redirect("desk:inbox")


@require_POST
@login_required
def notices_off(request: HttpRequest) -> HttpResponse:
    """Show no more notices in this browser."""
    endpoint = request.POST.get("endpoint", "")
    push.switch_off(request.user, endpoint=endpoint, by=actor_for(request.user))
    flash.success(request, _("Notices are off for this phone."))
    return redirect("desk:inbox")


@require_safe
def notice_worker(request: HttpRequest) -> HttpResponse:
    """Serve the browser's worker that shows notices; its scope is the desk."""
    response = HttpResponse(WORKER, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def notice_key() -> str:
    """Return the key browsers subscribe with; empty where notices are not set up."""
    return web_push.public_key() if web_push.is_set_up() and channels.serves(PUSH) else ""


def _worker_url() -> str:
    """One worker serves both languages, so that a browser is subscribed once."""
    with translation.override("id"):
        return reverse("desk:notice-worker")
