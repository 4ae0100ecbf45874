"""Oscar's lazy basket middleware without offers, which wait for their own time."""

from oscar.apps.basket.middleware import BasketMiddleware as OscarBasketMiddleware


class BasketMiddleware(OscarBasketMiddleware):
    """Give each request a basket that is loaded only when something asks for it."""

    def apply_offers_to_basket(self, request, basket):
        """Leave prices as they are: promotions are switched off."""

    def process_template_response(self, request, response):
        """Keep the basket out of every template's context: pages that show it pass it."""
        return response
