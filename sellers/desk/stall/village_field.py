"""A village typed by its name; where several fit, one is chosen from a list with its district."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.villages.finding import MOST_LETTERS, villages_like
from shop.villages.models import Region
from shop.villages.names import words

CODE = "village_code"
MOST_SUGGESTED = 600


class VillageForm(forms.Form):
    """Asks for a village; its clean value is the Region. Works without a script."""

    village = forms.CharField(
        label=gettext_lazy("Village (desa or kelurahan)"),
        help_text=gettext_lazy("Write its name, for example Suruhwadang."),
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "desa"}),
    )

    def clean_village(self) -> Region | None:
        """Return the one village that is meant, or ask which."""
        text = self.cleaned_data["village"]
        found = villages_like(text)
        chosen = [village for village in found if village.code == self.data.get(CODE)]
        same = [village for village in found if words(village.label) == words(text)]
        for fitting in (chosen, same, found):
            if len(fitting) == 1:
                return fitting[0]
        if not found:
            raise forms.ValidationError(
                _("No village found. Check the letters, or write the district's name too.")
            )
        self._ask_which(found)
        raise forms.ValidationError(
            _("Several villages fit. Choose one, or add the district's name.")
        )

    def _ask_which(self, found: list[Region]) -> None:
        field = forms.ChoiceField(
            label=_("Which one?"),
            widget=forms.RadioSelect,
            choices=[(place.code, f"{place.label}, {place.parent.parent.name}") for place in found],
        )
        self.fields = {
            name: known
            for key, value in self.fields.items()
            for name, known in (
                [(key, value), (CODE, field)] if key == "village" else [(key, value)]
            )
        }


def suggestions() -> list[str]:
    """Return all villages with their districts, for the browser to offer; none if too many."""
    served = list(Region.objects.villages().with_place().order_by("name")[: MOST_SUGGESTED + 1])
    return [] if len(served) > MOST_SUGGESTED else [village.label for village in served]
