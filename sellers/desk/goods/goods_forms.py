"""Parts of a listing that say what is sold: words, price, stock, season."""

from django import forms
from django.utils import dates
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Product
from catalogue.season import months_of
from catalogue.units import unit_label
from sellers.desk.goods.fields import CategoryField, NumberField, PriceField
from sellers.desk.goods.part import PartForm
from sellers.desk.goods.rows import stock_text
from sellers.goods.price_list import ChangedMeanwhile, Figures, change_figures
from shop.money import format_rupiah
from shop.partner import listings, refusals
from shop.people.actors import Actor


class WordsForm(PartForm):
    """Name, category and description."""

    slug, heading = "kata", gettext_lazy("Name and description")
    tells = {refusals.NeedsTitle: "title", refusals.TooLong: "description"}
    told_at = "category"

    title = forms.CharField(label=gettext_lazy("Name of the product"), max_length=120)
    category = CategoryField(label=gettext_lazy("Category"))
    description = forms.CharField(
        label=gettext_lazy("Description"),
        help_text=gettext_lazy("How it is made or grown, how it tastes, how to keep it."),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )

    @classmethod
    def initial_of(cls, record) -> dict:
        places = record.product.places
        category = places[0].category.code if places else ""
        return super().initial_of(record) | {"category": category}

    @classmethod
    def summary(cls, record) -> str:
        words = record.product.description
        return Truncator(words).chars(60) if words else _("No description yet")

    def write(self, *, by: Actor) -> None:
        listings.edit(self.product, by=by, **self.cleaned_data)


class SeenForm(PartForm):
    """A part that notices what changed since its page was opened; pressing again means it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def is_saved(self, *, by: Actor) -> bool:
        self.record.refresh_from_db(fields=["price", "num_in_stock"])
        if super().is_saved(by=by):
            return True
        self.data = self.data.copy()
        self.data["seen"] = self.initial_of(self.record)["seen"]
        return False

    @property
    def number_seen(self) -> int | None:
        """What the page showed; None if that was nothing or no number."""
        try:
            return int(self.cleaned_data["seen"])
        except ValueError:
            return None


class PriceForm(SeenForm):
    """Price, what one unit is, and whether the final weight decides."""

    slug, heading = "harga", gettext_lazy("Price and unit")
    tells = {
        refusals.BadPrice: "price",
        refusals.NeedsGrams: "net_amount",
        ChangedMeanwhile: "price",
    }
    told_at = "net_amount"

    price = PriceField(label=gettext_lazy("Price (rupiah)"))
    unit = forms.CharField(label=gettext_lazy("Price for one …"), max_length=20)
    price_basis = forms.ChoiceField(
        label=gettext_lazy("How the price is reckoned"),
        choices=[
            (Product.PriceBasis.UNIT, gettext_lazy("Fixed price per unit")),
            (Product.PriceBasis.WEIGHT, gettext_lazy("By the weight at weighing, about this much")),
        ],
        widget=forms.RadioSelect,
    )
    net_amount = NumberField(
        label=gettext_lazy("Net content of one unit"),
        help_text=gettext_lazy("By weight: the nominal grams of one, for example 1000."),
        required=False,
    )
    net_measure = forms.ChoiceField(
        label=gettext_lazy("Measured in"), choices=Product.Measure.choices
    )
    content_note = forms.CharField(
        label=gettext_lazy("What is in it"),
        help_text=gettext_lazy("For example: 30 eggs, or 4 pieces."),
        max_length=80,
        required=False,
    )

    @classmethod
    def initial_of(cls, record) -> dict:
        price = "" if record.rupiah is None else record.rupiah
        return super().initial_of(record) | {"price": price, "seen": price}

    @classmethod
    def summary(cls, record) -> str:
        if record.rupiah is None:
            return _("No price yet")
        text = f"{format_rupiah(record.rupiah)}/{unit_label(record.product.unit)}"
        if record.product.price_basis == Product.PriceBasis.WEIGHT:
            return f"{text} · {_('by the weight at weighing')}"
        return text

    def write(self, *, by: Actor) -> None:
        columns = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"price", "seen"}
        }
        listings.edit(self.product, by=by, **columns)
        stock = self.record.num_in_stock
        change_figures(
            self.record,
            seen=Figures(self.number_seen, stock),
            wanted=Figures(self.cleaned_data["price"], stock),
            by=by,
        )


class StockForm(SeenForm):
    """How many there are."""

    slug, heading = "stok", gettext_lazy("Stock")
    told_at = "stock"

    stock = NumberField(
        label=gettext_lazy("How many there are"),
        help_text=gettext_lazy("Those ordered and not yet handed over are counted in."),
    )

    @classmethod
    def initial_of(cls, record) -> dict:
        return {"stock": record.num_in_stock, "seen": record.num_in_stock}

    @classmethod
    def summary(cls, record) -> str:
        return stock_text(record)

    def write(self, *, by: Actor) -> None:
        price, seen = self.record.rupiah, self.number_seen
        change_figures(
            self.record,
            seen=Figures(price, self.record.num_in_stock if seen is None else seen),
            wanted=Figures(price, self.cleaned_data["stock"]),
            by=by,
        )


class SeasonForm(PartForm):
    """The months in which the goods are to be had; the listing comes and goes by itself."""

    slug, heading = "musim", gettext_lazy("Season")

    all_year = forms.BooleanField(label=gettext_lazy("All year round"), required=False)
    months = forms.MultipleChoiceField(
        label=gettext_lazy("Only in these months"),
        help_text=gettext_lazy("Outside of them buyers see when it is back; you need do nothing."),
        choices=[(str(number), dates.MONTHS[number]) for number in dates.MONTHS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def initial_of(cls, record) -> dict:
        months = months_of(record.product.season_mask)
        return {"all_year": not months, "months": [str(month) for month in months]}

    @classmethod
    def summary(cls, record) -> str:
        months = months_of(record.product.season_mask)
        return ", ".join(str(dates.MONTHS_3[month]).title() for month in months) or _(
            "All year round"
        )

    def clean(self) -> dict:
        answers = super().clean()
        if not answers.get("all_year") and not answers.get("months"):
            self.add_error("months", _("Tick the months, or “all year round”."))
        return answers

    def write(self, *, by: Actor) -> None:
        answers = self.cleaned_data
        months = [] if answers["all_year"] else [int(month) for month in answers["months"]]
        listings.edit(self.product, by=by, season_months=months)
