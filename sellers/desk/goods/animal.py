"""A part of a listing: that it is this one animal, and what is known of it."""

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Animal
from sellers.desk.goods.fields import NumberField
from sellers.desk.goods.part import PartForm
from shop.partner import animals, refusals
from shop.people.actors import Actor


class AnimalForm(PartForm):
    """Size, sex, age, breeder of one animal; without the tick any animal of the kind is sold."""

    slug, heading = "ekor-ini", gettext_lazy("This one animal")
    told_at = "is_one"
    tells = {refusals.BadAnimal: "age_months"}

    is_one = forms.BooleanField(
        label=gettext_lazy("I sell exactly this one animal"),
        help_text=gettext_lazy("Its photo is the animal itself; the stock is 1."),
        required=False,
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=Animal.Sex.choices, initial=Animal.Sex.UNKNOWN
    )
    variety = forms.CharField(label=gettext_lazy("Breed or variety"), max_length=80, required=False)
    age_months = NumberField(label=gettext_lazy("Age (months)"), required=False)
    length_cm = NumberField(label=gettext_lazy("Length (cm)"), required=False)
    weight_grams = NumberField(label=gettext_lazy("Live weight (grams)"), required=False)
    breeder = forms.CharField(label=gettext_lazy("Breeder"), max_length=120, required=False)

    @classmethod
    def applies_to(cls, record) -> bool:
        return record.product.is_live

    @classmethod
    def initial_of(cls, record) -> dict:
        animal = _animal_of(record)
        if animal is None:
            return {}
        return {name: getattr(animal, name) for name in animals.FIELDS} | {"is_one": True}

    @classmethod
    def summary(cls, record) -> str:
        animal = _animal_of(record)
        if animal is None:
            return _("No, any animal of the kind")
        sex = "" if animal.sex == Animal.Sex.UNKNOWN else str(animal.get_sex_display())
        texts = [_("Exactly this one"), animal.variety, sex]
        return " · ".join(filter(None, texts))

    def write(self, *, by: Actor) -> None:
        answers = self.cleaned_data
        if answers.pop("is_one"):
            animals.describe(self.product, by=by, **answers)
        else:
            animals.forget(self.product, by=by)


def _animal_of(record) -> Animal | None:
    try:
        return record.product.animal
    except ObjectDoesNotExist:
        return None
