from django.core.management.base import BaseCommand

from shop.communication.gateways.web_push import new_private_key


class Command(BaseCommand):
    help = "Print a new private key for VAPID_PRIVATE_KEY, with which notices are signed."

    def handle(self, *args, **options):
        self.stdout.write(new_private_key())
