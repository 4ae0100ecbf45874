from oscar.apps.communication.apps import CommunicationConfig as OscarCommunicationConfig


class CommunicationConfig(OscarCommunicationConfig):
    name = "shop.communication"

    def ready(self):
        super().ready()
        from . import codes, conversations  # noqa: F401, PLC0415 - they register their kinds
