from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SellersConfig(AppConfig):
    name = "sellers"
    label = "sellers"
    verbose_name = _("Sellers")

    def ready(self):
        from shop.dashboard import registry  # noqa: PLC0415 - after models
        from shop.images.registry import register_picture_model  # noqa: PLC0415 - after models
        from shop.order import signals as order_signals  # noqa: PLC0415 - after models
        from shop.partner import signals as partner_signals  # noqa: PLC0415 - after models
        from shop.partner.requirements import register  # noqa: PLC0415 - after models
        from shop.partner.takedowns import register_guard  # noqa: PLC0415 - after models
        from shop.payment import signals as payment_signals  # noqa: PLC0415 - after models
        from shop.payment.paying_out.payout_accounts import register_owner_check  # noqa: PLC0415 - models

        from . import questions, staff  # noqa: F401, PLC0415 - questions registers its kind
        from .models import SellerPhoto  # noqa: PLC0415 - after models
        from .news import (  # noqa: F401, PLC0415 - kinds
            money_notices,
            payout_notices,
            receivers,
            sending_back,
        )
        from .papers import notices, requirements  # noqa: F401, PLC0415 - notices: its kinds
        from .team import checking, introductions, owners  # noqa: F401, PLC0415 - its kind

        register_picture_model(SellerPhoto)
        for screen in staff.SCREENS:
            registry.register(screen)
        order_signals.seller_order_moved.connect(receivers.on_seller_order_moved)
        order_signals.complaint_opened.connect(receivers.on_complaint_opened)
        order_signals.complaint_closed.connect(receivers.on_complaint_closed)
        partner_signals.taken_down.connect(receivers.on_taken_down)
        partner_signals.take_down_lifted.connect(receivers.on_take_down_lifted)
        payment_signals.payout_account_changed.connect(money_notices.on_payout_account_changed)
        payment_signals.payout_settled.connect(payout_notices.on_payout_settled)
        payment_signals.collecting_changed.connect(money_notices.on_collecting_changed)
        payment_signals.given_back.connect(receivers.on_given_back)
        register(requirements.require_halal_word)
        register_guard(checking.guards_goods)
        register_owner_check(owners.owns_business)
