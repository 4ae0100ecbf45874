"""Oscar's strategy for this shop: one stock record a listing, rupiah without tax lines.

It asks nothing of `request.user`, so pages stay the same for everybody, and nothing of
the product class, which costs a query a product.
"""

from decimal import Decimal

from oscar.apps.partner import availability, prices, strategy
from oscar.apps.partner.strategy import PurchaseInfo

from .reservation import is_buyable
from .wholesale import price_for

__all__ = ["Selector", "Strategy", "price_for"]


class Strategy(strategy.UseFirstStockRecord, strategy.Structured):
    """Prices as they stand on the stock record; available while stock and stall allow.

    A line has the price of its quantity (`price_for`), a listing that of its smallest one.
    """

    def fetch_for_line(self, line, stockrecord=None) -> PurchaseInfo:
        return self.fetch_for_stockrecord(line.product, line.stockrecord, line.quantity)

    def fetch_for_stockrecord(self, product, stockrecord, quantity=None) -> PurchaseInfo:
        return PurchaseInfo(
            price=self.pricing_policy(product, stockrecord, quantity),
            availability=self.availability_policy(product, stockrecord),
            stockrecord=stockrecord,
        )

    def pricing_policy(self, product, stockrecord, quantity=None):
        if not stockrecord or stockrecord.price is None:
            return prices.Unavailable()
        price = Decimal(price_for(stockrecord, quantity or product.min_quantity))
        return prices.FixedPrice(currency="IDR", excl_tax=price, tax=0)

    def availability_policy(self, product, stockrecord):
        if not stockrecord or not is_buyable(product, stockrecord):
            return availability.Unavailable()
        return availability.StockRequired(stockrecord.net_stock_level)

    def parent_pricing_policy(self, product, children_stock):
        return prices.Unavailable()

    def parent_availability_policy(self, product, children_stock):
        return availability.Unavailable()


class Selector:
    """Hands every request the one strategy."""

    def strategy(self, request=None, user=None, **kwargs) -> Strategy:
        return Strategy()
