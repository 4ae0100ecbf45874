"""What a buyer types on the address page, read and checked field by field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.communication.accounts import PhoneField

LONGEST_NOTE = 300


class AddressForm(forms.Form):
    """Who orders, who receives, and where.

    With `is_delivered` the street must be there; without (everything is picked up) it may
    stay empty. The recipient must be there only when the order goes to someone else.
    """

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    phone = PhoneField(
        label=_("Your phone number"),
        help_text=_("0812…, +62812…, or a number of another country with +."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "invalid": _("Write the whole e-mail address, for example nama@contoh.id.")
        },
    )
    is_gift = forms.BooleanField(
        label=_("Send to someone else"),
        required=False,
        help_text=_("No prices are written on the packing slip."),
    )
    recipient_name = forms.CharField(
        label=_("Recipient's name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "shipping name"}),
        error_messages={"required": _("Write the recipient's name.")},
    )
    recipient_phone = PhoneField(
        label=_("Recipient's phone number"),
        error_messages={"required": _("Write the recipient's phone number.")},
    )
    greeting = forms.CharField(
        label=_("Greeting"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Written on the packing slip."),
    )
    street = forms.CharField(
        label=_("Street, house number, RT/RW"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "street-address"}),
        error_messages={"required": _("Write the street, or the hamlet with RT/RW.")},
    )
    directions = forms.CharField(
        label=_("How to find it"),
        max_length=200,
        required=False,
        help_text=_("For example: green fence opposite the mosque."),
    )
    save_address = forms.BooleanField(label=_("Keep this address in my account"), required=False)

    def __init__(self, *args, is_delivered: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        is_gift = not self.is_bound or bool(self.data.get("is_gift"))
        self.fields["street"].required = is_delivered
        self.fields["recipient_name"].required = is_gift
        self.fields["recipient_phone"].required = is_gift

    def clean(self):
        answers = super().clean()
        if not answers.get("is_gift"):
            for field in ("recipient_name", "recipient_phone", "greeting"):
                answers[field] = ""
                self.errors.pop(field, None)
        return answers
