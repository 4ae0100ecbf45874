from oscar.apps.communication.apps import CommunicationConfig as OscarCommunicationConfig


class CommunicationConfig(OscarCommunicationConfig):
    name = "shop.communication"
