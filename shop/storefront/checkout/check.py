"""The last look before ordering, the button, and the code that a first cash order needs."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shop.basket.lines import AlreadyOrdered
from shop.checkout import drafts, opening
from shop.checkout.changes import Change, Changed, find_changes
from shop.checkout.placing import is_proven, place
from shop.checkout.proposals import Proposal
from shop.checkout.seen import Seen
from shop.communication import code_step
from shop.look.pieces import DeliveryOption, SumLine
from shop.order import links
from shop.order.weighing import BY_WEIGHT
from shop.payment import methods
from shop.payment.methods.card import Card
from shop.storefront.orders.access import JUST_PLACED
from shop.storefront.orders.card import lead_to_page

from .step import Step, not_open_page, step_view

PURPOSE = "cash_order"


@step_view
def check(step: Step) -> HttpResponse:
    """Show everything once more; the button places the order or says what changed."""
    proposal = step.propose()
    try:
        answers = drafts.read(step.draft, is_sent=proposal.is_sent)
    except drafts.Unfinished:
        return redirect("storefront:checkout_address")
    method = step.request.POST.get("method", "")
    seen = Seen.unsealed(step.request.POST.get("seen", ""))
    if not proposal.is_chosen:
        changes = find_changes(seen, proposal) if seen.lines else []
        return changed_page(step, changes) if changes else redirect("storefront:checkout_address")
    offers = offers_of(step, proposal, answers)
    if step.request.method != "POST":
        return show(step, proposal, answers, offers)
    drafts.note_check(step.draft, method=method, seen=seen)
    step.remember()
    offer = next((offer for offer in offers if offer.code == method), None)
    if offer is None or not offer.ok:
        error = offer.reason if offer else _("Choose how you pay.")
        return show(step, proposal, answers, offers, error=error)
    if offer.needs_code and not answers.is_proven:
        if code_step.send(step.request, answers.phone, purpose=PURPOSE):
            return redirect("storefront:checkout_code")
        return show(step, proposal, answers, offers)
    return finish(step)


@step_view
def code(step: Step) -> HttpResponse:
    """Ask for the code that came to the orderer's phone, then place the order."""
    try:
        answers = drafts.read(step.draft)
    except drafts.Unfinished:
        return redirect("storefront:checkout_address")
    page = code_step.prove(
        step.request,
        answers.phone,
        purpose=PURPOSE,
        back=reverse("storefront:checkout_check"),
    )
    if page is not None:
        return page
    drafts.note_proven(step.draft, answers.phone)
    return finish(step)


def finish(step: Step) -> HttpResponse:
    """Place the order and lead to it; if something changed, show it and ask again."""
    name = drafts.typed_of(step.draft).get("name", "")
    try:
        order = place(step.draft, by=step.actor(name))
    except Changed as changed:
        return ask_again(step, changed.changes)
    except drafts.Unfinished:
        return redirect("storefront:checkout_address")
    except AlreadyOrdered:
        return redirect("storefront:basket")
    except opening.NotOpen:
        return not_open_page(step.request)
    step.request.session[JUST_PLACED] = order.pk
    secret = links.mint(order)
    page = reverse("storefront:order", args=[secret])
    if order.payment_method == Card.code:
        return lead_to_page(step.request, order, url=page, link_mark=links.mark(secret))
    return redirect(page)


def ask_again(step: Step, changes: Sequence[Change]) -> HttpResponse:
    """Show what changed: on the check page, or on a page of its own if an answer is missing now."""
    proposal = step.propose()
    if not proposal.is_chosen:
        return changed_page(step, changes)
    try:
        answers = drafts.read(step.draft, is_sent=proposal.is_sent)
    except drafts.Unfinished:
        return changed_page(step, changes)
    offers = offers_of(step, proposal, answers)
    return show(step, proposal, answers, offers, changes=changes)


def changed_page(step: Step, changes: Sequence[Change]) -> HttpResponse:
    """Say what changed where the order can't go on without another answer."""
    return render(step.request, "checkout/changed.html", {"changes": changes}, status=409)


def offers_of(step: Step, proposal: Proposal, answers: drafts.Answers) -> list[methods.Offer]:
    """Return the ways to pay this order, with the reason where one is not possible."""
    return methods.offers(
        methods.Basis(
            total=proposal.total,
            phone=answers.phone,
            deliveries=[part.choice.method for part in proposal.parts],
            is_proven=is_proven(answers, step.basket),
            partner_ids=[part.partner.pk for part in proposal.parts],
            weighed_until=weighed_until(proposal),
        )
    )


def weighed_until(proposal: Proposal) -> date | None:
    """Return the last day promised for goods whose price follows their weight."""
    days = [
        part.choice.days_to
        for part in proposal.parts
        if any(line.product.price_basis == BY_WEIGHT for line in part.lines)
    ]
    return max(days, default=None)


def show(
    step: Step,
    proposal: Proposal,
    answers: drafts.Answers,
    offers: Sequence[methods.Offer],
    *,
    changes: Sequence[Change] = (),
    error: str = "",
) -> HttpResponse:
    """Show the check page with today's prices, fees and days."""
    possible = [offer.code for offer in offers if offer.ok]
    chosen = answers.method if answers.method in possible else next(iter(possible), "")
    choices = [
        DeliveryOption(
            offer.code,
            offer.label,
            offer.reason
            or (_("We first send a code to your phone.") if offer.needs_code else offer.note),
            is_chosen=offer.code == chosen,
            is_possible=offer.ok,
        )
        for offer in offers
    ]
    return render(
        step.request,
        "checkout/check.html",
        {
            "proposal": proposal,
            "answers": answers,
            "notes": drafts.notes_of(step.draft),
            "methods": choices,
            "can_pay": bool(possible),
            "sums": sums(proposal),
            "changes": changes,
            "error": error,
            "key": step.draft.key,
            "seen": proposal.as_seen().sealed(),
            "tolerance": settings.WEIGHT_TOLERANCE_BP // 100,
        },
        status=409 if changes else 200,
    )


def sums(proposal: Proposal) -> list[SumLine]:
    """Return what it comes to: goods, each delivery, the total."""
    fees = [
        SumLine(
            _("Delivery from %(name)s") % {"name": part.partner.name},
            part.fee or None,
            "" if part.fee else _("Free"),
        )
        for part in proposal.parts
    ]
    return [
        SumLine(_("Goods"), proposal.goods),
        *fees,
        SumLine(_("Total"), proposal.total, is_total=True),
    ]
