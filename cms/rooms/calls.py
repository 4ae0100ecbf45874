"""Calling an owner: telephone, or WhatsApp with a text that is ready to be sent."""

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sellers.models import Seller
from shop.people.phones import display, is_demo


class Calls:
    """How to reach a stall; both links are empty for demo people, whom nobody may reach.

    They are empty, too, for a stall that gave no number.
    """

    def __init__(self, seller: Seller, text: str = ""):
        self.is_demo = seller.is_demo or is_demo(seller.phone)
        can_be_called = bool(seller.phone) and not self.is_demo
        self.number = display(seller.phone) if seller.phone else ""
        self.tel = f"tel:{seller.phone}" if can_be_called else ""
        words = quote(text or _hello(seller), safe="")
        digits = seller.phone.removeprefix("+")
        self.whatsapp = f"https://wa.me/{digits}?text={words}" if can_be_called else ""


def about_order(seller: Seller, until: str) -> str:
    """Return the ready text about an order that waits; it holds nothing of the buyer."""
    address = settings.SITE_URL.rstrip("/") + reverse("desk:today", args=[seller.slug])
    if not until:
        return _("Hello, %(stall)s has a new order that waits for an answer: %(url)s") % {
            "stall": seller.name,
            "url": address,
        }
    return _("Hello, %(stall)s has a new order; please answer by %(until)s: %(url)s") % {
        "stall": seller.name,
        "until": until,
        "url": address,
    }


def _hello(seller: Seller) -> str:
    return _("Hello, this is Pandu Digital, about %(stall)s on Sambung Desa.") % {
        "stall": seller.name
    }
