"""Forms of the staff's screen for banks' statements: an upload, and its columns."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.payment.incoming import bank_columns, column_guess
from shop.payment.models import BankAccount, Collector


class UploadForm(forms.Form):
    """A statement of one account."""

    account = forms.ModelChoiceField(
        BankAccount.objects.exclude(collector__kind=Collector.Kind.SELLER).filter(
            Q(is_active=True) | Q(confirmed_at__isnull=False)
        ),
        label=gettext_lazy("Bank account"),
    )
    file = forms.FileField(
        label=gettext_lazy("Statement (CSV or Excel)"),
        help_text=gettext_lazy(
            "Choose whole days. The same file again, or one that overlaps, changes nothing."
        ),
        max_length=120,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


class ColumnsForm(forms.Form):
    """Which column of the file holds what."""

    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=int)
    text = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Text"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    amount = forms.TypedChoiceField(
        label=gettext_lazy("Amount"),
        help_text=gettext_lazy("If money in and money out stand in one column."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    side = forms.TypedChoiceField(
        label=gettext_lazy("In or out (D/K, DB/CR)"),
        help_text=gettext_lazy("Only if the amount itself carries no minus."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    out = forms.TypedChoiceField(
        label=gettext_lazy("Debit (money out)"),
        help_text=gettext_lazy("If money in and money out stand in two columns."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    into = forms.TypedChoiceField(
        label=gettext_lazy("Credit (money in)"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, cells, **kwargs):
        super().__init__(*args, **kwargs)
        titles = column_guess.headings(cells)
        choices = [(at, _title(titles, at)) for at in range(bank_columns.width(cells))]
        for name, field in self.fields.items():
            field.choices = choices if name in ("day", "text") else [("", "–"), *choices]

    def clean(self):
        cleaned = super().clean()
        one = cleaned.get("amount") is not None
        two = cleaned.get("out") is not None and cleaned.get("into") is not None
        if not self.errors and one == two:
            raise forms.ValidationError(
                _("Choose either the amount, or both debit and credit, and leave the others empty.")
            )
        return cleaned

    def columns(self) -> bank_columns.Columns:
        """Return the valid form's answer."""
        return bank_columns.Columns(
            **{**self.cleaned_data, "text": tuple(self.cleaned_data["text"])}
        )


def _title(titles: list[str], at: int) -> str:
    title = titles[at] if at < len(titles) else ""
    number = _("Column %(number)s") % {"number": at + 1}
    return f"{number}: {title}" if title else number
