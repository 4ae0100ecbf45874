"""Forms of the order pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.communication.accounts import PhoneField
from shop.order.numbers import tidy


class FindForm(forms.Form):
    """A lost link: the order's number and the phone it was placed with."""

    number = forms.CharField(
        label=_("Order number"),
        max_length=20,
        help_text=_("Eight digits, for example 4827-1930."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = PhoneField(label=_("Phone of the orderer"), max_length=40)

    def clean_number(self) -> str:
        return tidy(self.cleaned_data["number"])


class ProofForm(forms.Form):
    """A picture of the transfer."""

    picture = forms.FileField(
        label=_("Proof of transfer"),
        help_text=_("A photo or screenshot, at most 15 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )


class PaidForm(forms.Form):
    """The buyer says that he paid by QRIS; a picture helps to find the money."""

    picture = forms.FileField(
        label=_("Picture of the payment"),
        help_text=_("A photo or screenshot, at most 15 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        required=False,
    )


class RefundAccountForm(forms.Form):
    """Where money goes back to."""

    bank = forms.CharField(label=_("Bank"), max_length=60)
    number = forms.CharField(
        label=_("Account number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    holder = forms.CharField(label=_("Account holder"), max_length=120)

    def clean_number(self) -> str:
        digits = "".join(filter(str.isdigit, self.cleaned_data["number"]))
        if len(digits) < 6 or not digits.isascii():
            raise forms.ValidationError(_("An account number has at least 6 digits."))
        return digits


class AddressForm(forms.Form):
    """What may still change of an address: not the village, which the fee depends on."""

    recipient_name = forms.CharField(label=_("Recipient's name"), max_length=150)
    recipient_phone = PhoneField(label=_("Recipient's phone"), max_length=40)
    line1 = forms.CharField(label=_("Street and house number"), max_length=255, required=False)
    line2 = forms.CharField(label=_("RT/RW and directions"), max_length=255, required=False)
