"""Who works in the stall, who is invited, who helps; the owner decides."""

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.asking import done, press
from sellers.models import Consent, Invitation, Membership
from sellers.refusals import NoPhoneGateway
from sellers.team import consents, invitations, members, notices
from shop.communication import code_step
from shop.communication.account_proof import is_fresh, to_fresh_proof
from shop.communication.codes import ProvenPhone
from shop.people.actors import actor_for
from shop.people.phones import is_demo

Role = Membership.Role


class InviteForm(forms.Form):
    """Whose phone the invitation is bound to."""

    phone = forms.CharField(
        label=gettext_lazy("Phone number of the person"),
        help_text=gettext_lazy("The invitation works only with this number, once, for 3 days."),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


@desk_view(Right.PEOPLE)
def people(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show who works here, who is invited and who helps."""
    seller = desk.seller
    open_consents = seller.consents.filter(ended_at__isnull=True).select_related("volunteer")
    current = {consent.pk for consent in consents.in_force().filter(seller=seller)}
    context = {
        "members": seller.memberships.filter(ended_at__isnull=True).select_related("person"),
        "invitations": invitations.usable().filter(seller=seller),
        "paper_waits": "" if notices.reaches_phone(desk.person) else NoPhoneGateway.message,
        "helping": [consent for consent in open_consents if consent.pk in current],
        "asking": [consent for consent in open_consents if consent.given_at is None],
    }
    return page(request, desk, "desk/people.html", context, tab="stall")


@desk_view(Right.PEOPLE)
def invite(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Invite a stall helper."""
    return _invite(request, desk, Role.HELPER)


@desk_view(Right.PEOPLE, needs_fresh_proof=True)
def invite_owner(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Invite somebody who will own the stall too."""
    return _invite(request, desk, Role.OWNER)


def _invite(request: HttpRequest, desk: Desk, role: str) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None)
    made = []

    def act(answers: dict) -> None:
        made.extend(invitations.invite(desk.seller, answers["phone"], role=role, by=desk.by))

    if form.is_bound and done(form, act):
        return _show_link(request, desk, *made)
    context = {"form": form, "is_owner_invited": role == Role.OWNER}
    status = 422 if form.is_bound else 200
    return page(request, desk, "desk/people_invite.html", context, tab="stall", status=status)


def _show_link(
    request: HttpRequest, desk: Desk, invitation: Invitation, secret: str
) -> HttpResponse:
    """Show the link this once: the database keeps only its hash."""
    link = request.build_absolute_uri(reverse("desk:join", args=[secret]))
    text = _("%(name)s invites you to %(stall)s. Open: %(link)s") % {
        "name": desk.person,
        "stall": desk.seller.name,
        "link": link,
    }
    number = "" if is_demo(invitation.phone) else invitation.phone.removeprefix("+")
    whatsapp = f"https://wa.me/{number}?text={quote(text, safe='')}"
    context = {
        "invitation": invitation,
        "is_sent": invitations.is_sent_for(desk.seller),
        "link": link,
        "whatsapp": whatsapp,
    }
    return page(request, desk, "desk/people_invited.html", context, tab="stall")


@require_POST
@desk_view(Right.PEOPLE)
def revoke(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = _of(desk.seller.invitations, pk)
    return _press(
        request,
        desk,
        lambda: invitations.revoke(invitation, by=desk.by),
        saved=_("The invitation is taken back."),
    )


@require_POST
@desk_view(Right.PEOPLE)
def remove(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """End somebody's work in the stall; an owner's only by who proves anew who she is."""
    membership = _of(desk.seller.memberships.select_related("person", "seller"), pk)
    if membership.role == Role.OWNER and not is_fresh(request):
        return to_fresh_proof(request, then=reverse("desk:people", args=[desk.seller.slug]))
    return _press(
        request,
        desk,
        lambda: members.end_membership(membership, by=desk.by),
        saved=_("%(name)s no longer works here.") % {"name": membership.person},
    )


@desk_view(Right.SELL)
def leave(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Leave the stall oneself; a volunteer lays her help down.

    An owner proves anew who she is: nobody else may give up what is hers.
    """
    if request.method != "POST":
        return page(request, desk, "desk/people_leave.html", tab="stall")
    if desk.is_owner and not is_fresh(request):
        return to_fresh_proof(request)
    if desk.consent:
        consents.end(desk.consent, by=actor_for(desk.person))
    else:
        own = desk.seller.memberships.get(person=desk.person, ended_at__isnull=True)
        form = forms.Form({})
        if not done(form, lambda answers: members.end_membership(own, by=desk.by)):
            context = {"form": form}
            return page(request, desk, "desk/people_leave.html", context, tab="stall", status=422)
    messages.success(request, _("You left %(stall)s.") % {"stall": desk.seller.name})
    return redirect("desk:choose")


@desk_view(Right.PEOPLE)
def agree(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Give a volunteer the consent she asked for, with a code on the owner's own phone."""
    consent = _of(desk.seller.consents.select_related("volunteer"), pk)
    back = reverse("desk:people", args=[desk.seller.slug])
    if consent.given_at or consent.ended_at or not desk.person.phone:
        messages.error(request, _("This request has been answered or has ended."))
        return redirect(back)
    phone, purpose = desk.person.phone, consents.purpose(consent)
    answer = code_step.prove(request, phone, purpose=purpose, back=back)
    if answer is not None:
        return answer
    proof = ProvenPhone(phone, purpose)
    return _press(
        request,
        desk,
        lambda: consents.give_by_code(consent, proof=proof, by=desk.by),
        saved=_("%(name)s may help you now.") % {"name": consent.volunteer},
    )


@require_POST
@desk_view(Right.PEOPLE)
def end_consent(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """End a volunteer's help, or say no to her request."""
    consent = _of(desk.seller.consents, pk)
    return _press(
        request,
        desk,
        lambda: consents.end(consent, by=desk.by),
        saved=_("The help has ended."),
    )


def _press(request: HttpRequest, desk: Desk, act, *, saved: str) -> HttpResponse:
    return press(request, desk, act, saved=saved, back="desk:people")


def _of(rows, pk: int) -> Membership | Invitation | Consent:
    """Return this stall's own row; 404 for another's."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
