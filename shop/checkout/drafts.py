"""What a buyer has answered so far; everything typed is kept, right or wrong.

A draft is the buyer's own note beside the basket, so writing it makes no history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from shop.basket.models import Basket
from shop.shipping.models import Method

from .forms import LONGEST_NOTE, AddressForm
from .models import Draft
from .seen import Seen

LONGEST_TYPED = 1_000
KEPT_FOR = timedelta(days=30)


class Unfinished(Exception):
    """Something still has to be answered; `form` holds the errors of what was typed."""

    def __init__(self, form: AddressForm):
        super().__init__("the draft is unfinished")
        self.form = form


@dataclass(frozen=True)
class Answers:
    """A finished draft. Phones are E.164, `choices` and `notes` are by partner id."""

    name: str
    phone: str
    email: str
    is_gift: bool
    recipient_name: str
    recipient_phone: str
    greeting: str
    street: str
    directions: str
    save_address: bool
    village: str
    choices: Mapping[int, str]
    notes: Mapping[int, str]
    method: str
    is_proven: bool
    seen: Seen = field(default_factory=Seen)


def draft_of(basket: Basket, *, earlier: Sequence[str] = ()) -> Draft:
    """Return the basket's draft; a new one is not saved before something is answered.

    `earlier` are keys of drafts this browser wrote: who signs in on the way finds the answers
    of the basket that was merged into the own one.
    """
    if found := Draft.objects.filter(basket=basket).first():
        return found
    merged = Draft.objects.filter(key__in=earlier, basket__status=Basket.MERGED)
    before = merged.order_by("-pk").first() if earlier else None
    return Draft(basket=basket, answers=dict(before.answers) if before else {})


def note_typed(draft: Draft, typed: Mapping[str, str]) -> None:
    """Keep the fields of the address page as they were typed."""
    known = {
        name: str(typed[name])[:LONGEST_TYPED] for name in AddressForm.base_fields if name in typed
    }
    _note(draft, typed=known)


def note_village(draft: Draft, code: str) -> None:
    """Keep the village (Kemendagri code) the goods go to; another one asks for delivery anew."""
    if code[:13] != village_of(draft):
        _note(draft, village=code[:13], choices={})


def note_choices(draft: Draft, choices: Mapping[int, str], notes: Mapping[int, str]) -> None:
    """Keep how each stall's goods are received, and the notes to the sellers."""
    _note(
        draft,
        choices={str(partner): key[:120] for partner, key in choices.items()},
        notes={str(partner): text.strip()[:LONGEST_NOTE] for partner, text in notes.items()},
    )


def note_check(draft: Draft, *, method: str, seen: Seen) -> None:
    """Keep how the buyer wants to pay, and what the page showed when the button was pressed."""
    _note(draft, method=method[:20], seen=seen.as_json())


def note_proven(draft: Draft, phone: str) -> None:
    """Keep that this browser proved a phone (E.164) by a code."""
    _note(draft, proven=phone)


def forget_old() -> int:
    """Wipe what was typed into drafts that nobody touched for 30 days; returns how many."""
    old = Draft.objects.filter(updated_at__lt=timezone.now() - KEPT_FOR).exclude(answers={})
    return old.update(answers={})


def typed_of(draft: Draft) -> dict[str, str]:
    """Return the fields of the address page as they were typed."""
    return draft.answers.get("typed", {})


def village_of(draft: Draft) -> str:
    """Return the code of the chosen village, "" before one is chosen."""
    return draft.answers.get("village", "")


def choices_of(draft: Draft) -> dict[int, str]:
    """Return the chosen delivery by partner id."""
    return _by_partner(draft, "choices")


def notes_of(draft: Draft) -> dict[int, str]:
    """Return the notes to the sellers by partner id."""
    return _by_partner(draft, "notes")


def is_delivered(draft: Draft) -> bool:
    """Say whether anything chosen so far is sent, not picked up."""
    keys = choices_of(draft).values()
    return not keys or any(not key.startswith(f"{Method.PICKUP}:") for key in keys)


def form_of(draft: Draft, *, is_sent: bool | None = None) -> AddressForm:
    """Return the address page's form, bound to what was typed.

    `is_sent` says whether a street is needed; by default the draft's choices do.
    """
    needs_street = is_delivered(draft) if is_sent is None else is_sent
    return AddressForm(typed_of(draft), is_delivered=needs_street)


def read(draft: Draft, *, is_sent: bool | None = None) -> Answers:
    """Return a finished draft's answers; raise Unfinished."""
    form = form_of(draft, is_sent=is_sent)
    if not form.is_valid():
        raise Unfinished(form)
    phone = form.cleaned_data["phone"]
    return Answers(
        **form.cleaned_data,
        village=village_of(draft),
        choices=choices_of(draft),
        notes=notes_of(draft),
        method=draft.answers.get("method", ""),
        is_proven=draft.answers.get("proven") == phone,
        seen=Seen.from_json(draft.answers.get("seen", {})),
    )


def _by_partner(draft: Draft, which: str) -> dict[int, str]:
    return {int(partner): text for partner, text in draft.answers.get(which, {}).items()}


@transaction.atomic
def _note(draft: Draft, **answers) -> None:
    """Write some answers without losing others that another tab wrote; none once it is placed."""
    if draft.pk is None:
        mine = {"key": draft.key, "answers": draft.answers}
        draft.pk = Draft.objects.get_or_create(basket_id=draft.basket_id, defaults=mine)[0].pk
    saved = Draft.objects.select_for_update().get(pk=draft.pk)
    is_open = Basket.objects.filter(pk=draft.basket_id, status=Basket.OPEN).exists()
    if is_open and saved.basket_id == draft.basket_id:
        saved.answers = {**saved.answers, **answers}
        saved.save()
    draft.key, draft.answers = saved.key, saved.answers
    draft._state.adding = False
