"""Addresses down to the village; names are copied as text, the region is optional."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.address.abstract_models import AbstractUserAddress


class Place(models.Model):
    """The village of an address, as text that outlives any change of the regions table.

    Oscar's columns hold the rest: `line1` street and house, `line2` directions,
    `line4` regency, `state` province, `postcode`.
    """

    village = models.ForeignKey(
        "villages.Region", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    village_code = models.CharField(_("Kemendagri code"), max_length=13, blank=True)
    village_name = models.CharField(_("village"), max_length=100, blank=True)
    district_name = models.CharField(_("district"), max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def place_label(self) -> str:
        """Village, district, regency: what a courier asks for."""
        parts = [self.village_name, self.district_name, self.line4]
        return ", ".join(part for part in parts if part)


class UserAddress(Place, AbstractUserAddress):
    """An address a person keeps."""


from oscar.apps.address.models import *  # noqa: E402, F403 - a fork defines its classes first
