"""Finding the village the goods go to, by a few letters, as a page of its own."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shop.address.search import MOST_LETTERS, PlacesNotBuilt, find_places
from shop.checkout import drafts
from shop.shipping.destinations import destination_for

from .step import Step, step_view

SHOWN = 20


@step_view
def village(step: Step) -> HttpResponse:
    """Show what fits the letters; a chosen village goes into the draft."""
    error = ""
    if step.request.method == "POST":
        code = step.request.POST.get("village", "")
        if destination_for(code):
            drafts.note_village(step.draft, code)
            step.remember()
            return redirect("storefront:checkout_address")
        error = _("Choose a village from the list.") if not code else _("There is no such village.")
    words = " ".join(step.request.GET.get("q", "").split())[:MOST_LETTERS]
    places = []
    try:
        places = find_places(words, SHOWN)
    except PlacesNotBuilt:
        error = _("The list of villages is being prepared. Try again in a minute.")
    context = {"words": words, "places": places, "error": error, "is_full": len(places) == SHOWN}
    return render(step.request, "checkout/village.html", context)
