"""Forms in which somebody enters where buyers pay to: a bank account or a QRIS code."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.images.refusals import PictureRefused
from shop.payment.collecting import proposals, qris_pictures
from shop.payment.collecting.qris_refusals import QrisRefused
from shop.payment.models import BankAccount, Collector, QrisCode
from shop.people.actors import Actor

REFUSALS = (*proposals.REFUSED, QrisRefused, PictureRefused)


class AccountForm(forms.Form):
    """Bank, number and holder, as they stand on the passbook."""

    bank = forms.CharField(label=gettext_lazy("Bank"), max_length=60)
    number = forms.CharField(
        label=gettext_lazy("Account number"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    holder = forms.CharField(
        label=gettext_lazy("Name of the account's holder"),
        max_length=120,
        help_text=gettext_lazy("As it stands on the passbook."),
    )

    def propose(self, collector: Collector, *, by: Actor) -> BankAccount | None:
        """Enter it for a collector; None after a refusal, which stands on the form."""
        try:
            return proposals.propose_account(collector, **self.cleaned_data, by=by)
        except REFUSALS as refusal:
            self.add_error(None, str(refusal))
            return None


class QrisForm(forms.Form):
    """A picture of the printed code, or its text."""

    picture = forms.FileField(
        label=gettext_lazy("Picture of the QRIS"),
        help_text=gettext_lazy("A photo or screenshot of the static code, at most 15 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text of the code"),
        help_text=gettext_lazy("It begins with 000201."),
        max_length=512,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if not self.errors and bool(given.get("picture")) == bool(given.get("text")):
            raise forms.ValidationError(_("Send a picture or write the text of the code."))
        return given

    def propose(self, collector: Collector, *, by: Actor) -> QrisCode | None:
        """Enter it for a collector; None after a refusal, which stands on the form."""
        picture, text = self.cleaned_data["picture"], self.cleaned_data["text"]
        try:
            reading = qris_pictures.read_picture(picture) if picture else None
            payload = reading.text if reading else text
            return proposals.propose_qris(collector, payload=payload, reading=reading, by=by)
        except REFUSALS as refusal:
            self.add_error("picture" if picture else "text", str(refusal))
            return None


#: The form of each kind of place, by the word in its address, and the rows it makes.
FORMS = {"rekening": AccountForm, "qris": QrisForm}
MODELS: dict[str, type[proposals.Row]] = {"rekening": BankAccount, "qris": QrisCode}
