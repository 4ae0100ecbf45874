from oscar.apps.communication.apps import CommunicationConfig as OscarCommunicationConfig


class CommunicationConfig(OscarCommunicationConfig):
    name = "shop.communication"

    def ready(self):
        super().ready()
        from . import (  # noqa: PLC0415 - they register their kinds
            account_news,  # noqa: F401
            channel_tests,  # noqa: F401
            codes,  # noqa: F401
            conversations,  # noqa: F401
            second_factor,  # noqa: F401
        )
