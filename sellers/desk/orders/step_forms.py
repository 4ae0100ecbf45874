"""What a step asks before it is taken: a reason, a tracking number, what became of the cash."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sellers.desk.orders.cards import Card
from shop.money import format_rupiah
from shop.payment.models import Refund

OTHER = "other"
REASONS = {
    "sold_out": gettext_lazy("The goods are sold out"),
    "no_time": gettext_lazy("Not enough time to prepare the order"),
    "too_far": gettext_lazy("Delivery to this address is not possible"),
    "mistake": gettext_lazy("Price or goods were written wrongly"),
    OTHER: gettext_lazy("Another reason"),
}
TRACKING_LENGTH, REASON_LENGTH = 60, 300


class SureForm(forms.Form):
    """Asks nothing but to press once more."""


class ReasonForm(forms.Form):
    """Why an order can't be fulfilled; the buyer reads it in the language of the order."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=list(REASONS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("The buyer reads this."),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict:
        """Want words for another reason."""
        answers = super().clean()
        if answers.get("choice") == OTHER and not answers.get("words"):
            self.add_error("words", _("Write the reason; the buyer reads it."))
        return answers

    def reason_in(self, language: str) -> str:
        """Return the whole reason, at most REASON_LENGTH characters."""
        words = self.cleaned_data["words"]
        if self.cleaned_data["choice"] == OTHER:
            return words[:REASON_LENGTH]
        with override(language):
            said = str(REASONS[self.cleaned_data["choice"]])
        return f"{said}. {words}"[:REASON_LENGTH] if words else said


class TrackingForm(forms.Form):
    """The number by which the buyer follows the parcel."""

    tracking_number = forms.CharField(
        label=gettext_lazy("Tracking number"),
        help_text=gettext_lazy("It stands on the courier's receipt."),
        max_length=TRACKING_LENGTH,
        required=False,
    )


class HandOverForm(forms.Form):
    """Whether promised cash changed hands with the goods."""

    is_paid = forms.TypedChoiceField(
        label=gettext_lazy("Cash"),
        choices=[("1", gettext_lazy("I have the cash")), ("0", gettext_lazy("Not paid yet"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="1",
    )


class GiveBackForm(forms.Form):
    """Which refund was given back: the page names its amount, and another may follow."""

    refund = forms.ModelChoiceField(Refund.objects.none(), widget=forms.HiddenInput)

    def __init__(self, card: Card, *args, **kwargs):
        super().__init__(*args, initial={"refund": card.to_give_back}, **kwargs)
        self.fields["refund"].queryset = Refund.objects.filter(
            payment__in=card.part.payments.all(), payment__method="cash"
        )


class TransferBackForm(forms.Form):
    """That a refund was sent from the seller's own account, and the bank's word for it."""

    refund = forms.ModelChoiceField(Refund.objects.none(), widget=forms.HiddenInput)
    reference = forms.CharField(label=gettext_lazy("Bank's reference"), max_length=120)

    def __init__(self, card: Card, *args, **kwargs):
        refund = card.to_transfer_back
        super().__init__(*args, initial={"refund": refund}, **kwargs)
        self.fields["refund"].queryset = card.part.order.refunds.filter(
            way=Refund.Way.BANK, collector__partner=card.part.partner_id
        )
        if refund:
            self.fields["reference"].help_text = _(
                "Transfer %(amount)s to %(bank)s, %(number)s, in the name of %(holder)s."
            ) % {
                "amount": format_rupiah(refund.amount),
                "bank": refund.bank,
                "number": refund.number,
                "holder": refund.holder,
            }
