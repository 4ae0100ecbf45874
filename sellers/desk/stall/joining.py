"""Opening an invitation's link: who invites to what, and a button that accepts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sellers.refusals import NotInvited, SellerRefused
from sellers.team import invitations
from shop.people.actors import actor_for
from shop.people.phones import mask


@never_cache
@login_required
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an invitation; only its button uses it, so that a preview of the link doesn't."""
    try:
        invitation = invitations.by_secret(secret)
        if request.method == "POST":
            invitations.accept(secret, request.user, by=actor_for(request.user))
            messages.success(request, _("Welcome. You work in this stall now."))
            return redirect("desk:today", invitation.seller.slug)
    except SellerRefused as refusal:
        context = {"refusal": str(refusal)}
        status = 403 if isinstance(refusal, NotInvited) else 410
        return render(request, "desk/join_gone.html", context, status=status)
    context = {
        "invitation": invitation,
        "is_for_me": invitations.is_for(invitation, request.user),
        "phone_shown": mask(invitation.phone),
    }
    return render(request, "desk/join.html", context)
