"""What each short page of a listing is: a form that knows what stands there and how to write it."""

from django import forms
from django.db import transaction
from django.utils.functional import Promise

from catalogue.models import Product
from sellers.models import Seller
from shop.partner.models import StockRecord
from shop.partner.refusals import ListingRefused
from shop.people.actors import Actor


class PartForm(forms.Form):
    """One part of a listing; a refusal of its verb is told at the field that `tells` names.

    `told_at` catches refusals that `tells` does not name.
    """

    slug: str
    heading: str | Promise
    tells: dict[type[ListingRefused], str] = {}
    told_at: str | None = None

    def __init__(self, *args, record: StockRecord, seller: Seller, **kwargs):
        self.record, self.seller = record, seller
        super().__init__(*args, initial=self.initial_of(record), **kwargs)

    @property
    def product(self) -> Product:
        return self.record.product

    @classmethod
    def applies_to(cls, record: StockRecord) -> bool:
        """Say whether such goods have this part."""
        return True

    @classmethod
    def summary(cls, record: StockRecord) -> str | Promise:
        """Say in one line what stands there now."""
        return ""

    @classmethod
    def initial_of(cls, record: StockRecord) -> dict:
        """Return the fields as they stand; by default the listing's columns of the same name."""
        columns = cls.base_fields.keys() & {field.name for field in Product._meta.get_fields()}
        return {name: getattr(record.product, name) for name in columns}

    def write(self, *, by: Actor) -> None:
        """Write the answers. Raises ListingRefused."""
        raise NotImplementedError

    def is_saved(self, *, by: Actor) -> bool:
        """Write all or nothing; say whether it went, with the refusal at its field if not."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.write(by=by)
        except ListingRefused as refusal:
            self.add_error(self.tells.get(type(refusal), self.told_at), str(refusal))
            return False
        return True
