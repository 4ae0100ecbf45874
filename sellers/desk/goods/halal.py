"""A part of a listing: what the law wants said of food, a halal certificate or "not halal"."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.desk.goods.part import PartForm
from sellers.models import Credential
from sellers.papers import credentials
from sellers.papers.refusals import CredentialRefused
from sellers.papers.rules import Need, rules_of
from shop.partner import listings
from shop.people.actors import Actor

NOT_HALAL = "not_halal"
KIND = Credential.Kind.HALAL


class HalalForm(PartForm):
    """One of the stall's halal certificates, or that these goods are not halal."""

    slug, heading = "halal", gettext_lazy("Halal")
    told_at = "halal"

    halal = forms.ChoiceField(
        label=gettext_lazy("Halal"),
        help_text=gettext_lazy("Food and drink must say one of the two, by law."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = {str(paper.pk): paper for paper in held_by(self.seller)}
        self.fields["halal"].choices = [
            *((word, _name_of(paper)) for word, paper in self.held.items()),
            (NOT_HALAL, _("Not halal: contains pork, alcohol or the like")),
        ]

    @classmethod
    def applies_to(cls, record) -> bool:
        return rules_of(record.product)[KIND].need is Need.NEEDED

    @classmethod
    def initial_of(cls, record) -> dict:
        if record.product.is_declared_not_halal:
            return {"halal": NOT_HALAL}
        paper = _paper_of(record)
        return {"halal": str(paper.pk)} if paper else {}

    @classmethod
    def summary(cls, record) -> str:
        if record.product.is_declared_not_halal:
            return _("Sold as not halal")
        paper = _paper_of(record)
        return _name_of(paper) if paper else _("Not said yet")

    def write(self, *, by: Actor) -> None:
        paper = self.held.get(self.cleaned_data["halal"])
        if paper is not None:
            credentials.cover(paper, self.product, by=by)
        listings.edit(self.product, by=by, is_declared_not_halal=paper is None)

    def is_saved(self, *, by: Actor) -> bool:
        try:
            return super().is_saved(by=by)
        except CredentialRefused as refusal:
            self.add_error("halal", str(refusal))
            return False


def held_by(seller):
    """Return the stall's halal certificates, also those being applied for or checked."""
    return seller.credentials.held().filter(kind=KIND).exclude(state=Credential.State.REFUSED)


def _paper_of(record) -> Credential | None:
    held = Credential.objects.held().filter(kind=KIND, listings=record.product)
    return held.exclude(state=Credential.State.REFUSED).first()


def _name_of(paper: Credential) -> str:
    return f"{_('Halal certificate')} {paper.number}".strip() + f" ({paper.get_state_display()})"
