"""A part of a listing: cheaper from a quantity on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.desk.goods.fields import NumberField, PriceField
from sellers.desk.goods.part import PartForm
from shop.money import format_rupiah
from shop.partner import wholesale
from shop.people.actors import Actor


class WholesaleForm(PartForm):
    """Up to five prices from a quantity on."""

    slug, heading = "grosir", gettext_lazy("Wholesale prices")
    told_at = "price_1"
    STEPS = range(1, wholesale.MOST_BREAKS + 1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in self.STEPS:
            self.fields[f"quantity_{number}"] = NumberField(
                label=gettext_lazy("From how many"), required=False
            )
            self.fields[f"price_{number}"] = PriceField(
                label=gettext_lazy("Price of one (rupiah)"), required=False
            )

    @classmethod
    def initial_of(cls, record) -> dict:
        steps = zip(cls.STEPS, wholesale.breaks_of(record), strict=False)
        return {
            name: value
            for number, step in steps
            for name, value in (
                (f"quantity_{number}", step.min_quantity),
                (f"price_{number}", step.price),
            )
        }

    @classmethod
    def summary(cls, record) -> str:
        steps = [
            _("from %(count)d: %(price)s")
            % {"count": step.min_quantity, "price": format_rupiah(step.price)}
            for step in wholesale.breaks_of(record)
        ]
        return " · ".join(steps) or _("None: one price for any quantity")

    @property
    def pairs(self) -> list[tuple]:
        """The fields of each step, side by side."""
        return [(self[f"quantity_{number}"], self[f"price_{number}"]) for number in self.STEPS]

    def clean(self) -> dict:
        answers = super().clean()
        for number in self.STEPS:
            quantity, price = f"quantity_{number}", f"price_{number}"
            if (answers.get(quantity) is None) != (answers.get(price) is None):
                missing = quantity if answers.get(quantity) is None else price
                if missing not in self.errors:
                    self.add_error(missing, _("Fill in both, or leave both empty."))
        return answers

    def write(self, *, by: Actor) -> None:
        answers = self.cleaned_data
        steps = {
            answers[f"quantity_{number}"]: answers[f"price_{number}"]
            for number in self.STEPS
            if answers[f"quantity_{number}"] is not None
        }
        wholesale.set_breaks(self.product, steps, by=by)
