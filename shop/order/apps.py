from oscar.apps.order.apps import OrderConfig as OscarOrderConfig


class OrderConfig(OscarOrderConfig):
    name = "shop.order"

    def ready(self):
        super().ready()
        from . import messages  # noqa: PLC0415 - models are loaded by now, not before

        messages.register()
