"""A way to receive one partner's goods: method, fee and promised days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Product
from shop.look.words import day

from .models import Method, Service


class Load(Protocol):
    """A listing and how many of it go on the way."""

    product: Product
    quantity: int


@dataclass(frozen=True)
class Parcel:
    """A listing and how many of it, where there is no basket line."""

    product: Product
    quantity: int = 1


@dataclass(frozen=True)
class DeliveryOption:
    """One choice for one partner's goods. Fees are rupiah; both days are inclusive.

    `fee_own` goes to the seller, `fee_courier` to the parcel courier. From goods worth
    `free_above` rupiah (None: never) the seller takes no fee.
    """

    method: str
    service: str
    courier: str
    fee_own: int
    fee_courier: int
    days_from: date
    days_to: date
    note: str = ""
    free_above: int | None = None

    @property
    def key(self) -> str:
        """What a form sends for this choice."""
        return ":".join((self.method, self.service, self.courier))

    @property
    def fee(self) -> int:
        """What the buyer pays for it, in rupiah."""
        return self.fee_own + self.fee_courier

    @property
    def is_pickup(self) -> bool:
        return self.method == Method.PICKUP

    @property
    def title(self) -> str:
        """The choice in words: "JNE Kilat", "Kiriman khusus, Bus malam"."""
        return way_words(self.method, service=self.service, courier=self.courier)

    @property
    def promise(self) -> str:
        """When it arrives, or from when it can be picked up, in words."""
        if self.is_pickup:
            return _("Ready %(day)s") % {"day": near_day(self.days_from)}
        if self.days_from == self.days_to:
            return _("Arrives %(day)s") % {"day": near_day(self.days_to)}
        days = {"first": near_day(self.days_from), "last": near_day(self.days_to)}
        return _("Arrives %(first)s to %(last)s") % days


def way_words(method: str, *, service: str = "", courier: str = "") -> str:
    """Say how goods are received, from what a choice or a placed order keeps of it."""
    if method == Method.PARCEL and courier:
        return f"{courier} {Service(service).label}" if service else courier
    name = str(Method(method).label)
    return f"{name}, {service}" if service else name


def near_day(value: date) -> str:
    """Write a day as people say it: "hari ini", "besok", else "Senin 23 Nov"."""
    ahead = (value - timezone.localdate()).days
    return {0: _("today"), 1: _("tomorrow")}.get(ahead) or day(value)


def sort_cheapest(options: Iterable[DeliveryOption]) -> list[DeliveryOption]:
    """Return the options by fee, then by the day they promise."""
    return sorted(options, key=lambda option: (option.fee, option.days_to, option.key))
