"""How a buyer reaches a seller directly: WhatsApp, only where she consents."""

from urllib.parse import quote

from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalogue.models import Product
from sellers.models import Seller
from shop.people.phones import is_demo


def whatsapp_link(seller: Seller, product: Product | None, request: HttpRequest) -> str:
    """Return a wa.me link with a greeting; empty without consent and for demo stalls."""
    number = seller.phone
    if not number or seller.whatsapp_consent_at is None or seller.is_demo or is_demo(number):
        return ""
    if product is None:
        text = _("Hello, I have a question about your stall on Sambung Desa.")
    else:
        text = _("Hello, I have a question about %(title)s: %(url)s") % {
            "title": product.title,
            "url": request.build_absolute_uri(product.get_absolute_url()),
        }
    return f"https://wa.me/{number.removeprefix('+')}?text={quote(text, safe='')}"
