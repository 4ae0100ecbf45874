from oscar.apps.payment.apps import PaymentConfig as OscarPaymentConfig


class PaymentConfig(OscarPaymentConfig):
    name = "shop.payment"

    def ready(self):
        super().ready()
        from shop.order import charging, signals  # noqa: PLC0415 - models are loaded by now
        from shop.payment import earning, kinds, receivers  # noqa: PLC0415 - as above
        from shop.payment.collecting import collector_news  # noqa: PLC0415 - as above
        from shop.payment.methods import METHODS  # noqa: PLC0415 - as above
        from shop.payment.refunding import owing  # noqa: PLC0415 - as above

        from .card import authorisations  # noqa: PLC0415 - as above

        kinds.register()
        collector_news.register()
        for code, method in METHODS.items():
            owing.register_way(code, method.way_back)
        charging.register_room(earning.room)
        charging.register_guard(authorisations.require_collected)
        signals.order_moved.connect(receivers.on_order_moved)
        signals.adjusted.connect(receivers.on_adjusted)
        signals.handed_over.connect(receivers.on_handed_over)
        signals.seller_order_moved.connect(receivers.on_seller_order_moved)
