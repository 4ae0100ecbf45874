"""Who orders, where it goes, and how each stall's goods are received."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shop.checkout import addresses, drafts
from shop.checkout.forms import LONGEST_NOTE, AddressForm
from shop.checkout.proposals import Proposal, ProposedPart, likely_choice
from shop.look.pieces import DeliveryOption, SumLine
from shop.people.phones import display
from shop.shipping.destinations import destination_for

from .step import Step, step_view


@dataclass(frozen=True, kw_only=True)
class StallChoice:
    """A stall's box on the address page."""

    part: ProposedPart
    options: Sequence[DeliveryOption]
    note: str
    error: str

    @property
    def field(self) -> str:
        """The name of the field that says how the goods are received."""
        return f"delivery-{self.part.partner.pk}"

    @property
    def note_field(self) -> str:
        """The name of the field with the note to the seller."""
        return f"note-{self.part.partner.pk}"


@step_view
def address(step: Step) -> HttpResponse:
    """Ask; keep everything typed, right or wrong; go on when all is answered."""
    if step.request.method != "POST":
        return show(step, step.propose(), AddressForm(initial=first_answers(step)))
    is_village_known = keep(step)
    doing, _sep, which = step.request.POST.get("go", "").partition(":")
    if doing == "village":
        words = step.request.POST.get("words", "")[:100]
        return redirect(f"{reverse('storefront:checkout_village')}?{urlencode({'q': words})}")
    if doing == "use":
        addresses.use(step.draft, step.request.user, which)
        return redirect("storefront:checkout_address")
    proposal = step.propose()
    form = drafts.form_of(step.draft, is_sent=proposal.is_sent)
    if not form.is_valid() or not proposal.is_chosen or not is_village_known:
        return show(step, proposal, form, is_checked=True, is_village_unknown=not is_village_known)
    if form.cleaned_data["save_address"] and step.request.user.is_authenticated:
        addresses.keep(step.request.user, form.cleaned_data, proposal.destination)
    return redirect("storefront:checkout_check")


def keep(step: Step) -> bool:
    """Write down the whole page as it was sent; say False for a village that doesn't exist.

    Then the village chosen before stays.
    """
    sent = step.request.POST
    drafts.note_typed(step.draft, sent)
    village = sent.get("village", "")
    is_known = not village or destination_for(village) is not None
    if village and is_known:
        drafts.note_village(step.draft, village)
    partners = {line.stockrecord.partner_id for line in step.basket.all_lines()}
    drafts.note_choices(
        step.draft, by_partner(sent, "delivery-", partners), by_partner(sent, "note-", partners)
    )
    step.remember()
    return is_known


def by_partner(sent: Mapping[str, str], prefix: str, partners: Iterable[int]) -> dict[int, str]:
    """Return the fields that are named by one of these partners' ids."""
    named = {partner: f"{prefix}{partner}" for partner in partners}
    return {partner: sent[name] for partner, name in named.items() if name in sent}


def first_answers(step: Step) -> dict[str, str]:
    """Return what was typed before, else what the account knows."""
    typed = drafts.typed_of(step.draft)
    person = step.request.user
    if typed or not person.is_authenticated:
        return typed
    return {
        "name": person.name,
        "phone": display(person.phone) if person.phone else "",
        "email": person.email or "",
    }


def show(
    step: Step,
    proposal: Proposal,
    form: AddressForm,
    *,
    is_checked: bool = False,
    is_village_unknown: bool = False,
) -> HttpResponse:
    """Show the page; after a check, with what has to be put right."""
    notes = drafts.notes_of(step.draft)
    stalls = [stall_choice(part, notes, is_checked=is_checked) for part in proposal.parts]
    person = step.request.user
    return render(
        step.request,
        "checkout/address.html",
        {
            "form": form,
            "stalls": stalls,
            "left_out": proposal.left_out,
            "destination": proposal.destination,
            "village_error": _("There is no such village.") if is_village_unknown else "",
            "longest_note": LONGEST_NOTE,
            "saved": addresses.of(person) if person.is_authenticated else [],
            "sums": [
                SumLine(_("Goods"), proposal.goods),
                SumLine(_("Delivery fee"), text=_("as chosen")),
            ],
        },
    )


def stall_choice(
    part: ProposedPart, notes: dict[int, str], *, is_checked: bool = False
) -> StallChoice:
    """Return a stall's box with one choice ticked beforehand."""
    ticked = likely_choice(part)
    error = _("Choose how you receive these goods.") if is_checked and not part.choice else ""
    return StallChoice(
        part=part,
        options=[
            DeliveryOption(
                option.key,
                option.title,
                ". ".join(filter(None, [option.promise, option.note])),
                option.fee,
                option == ticked,
            )
            for option in part.options
        ],
        note=notes.get(part.partner.pk, ""),
        error=error,
    )
