"""What single pages may do beyond the policy of all pages."""

from django.conf import settings
from django.http import HttpResponse

from shop.payment.card import client


def may_lead_to_card_page(response: HttpResponse) -> None:
    """Let the forms of this page end at the card provider's; browsers check each redirect."""
    if client.is_configured():
        response._csp_update = {"form-action": [settings.STRIPE_PAGE_ORIGIN]}
