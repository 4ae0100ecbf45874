from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from shop.address import places
from shop.villages.models import Region


class Command(BaseCommand):
    help = "Build the file that address search reads: every village of Indonesia."

    def add_arguments(self, parser):
        parser.add_argument(
            "--force", action="store_true", help="build it even when nothing changed"
        )

    def handle(self, *args, force: bool, **options):
        path = Path(settings.PLACES_INDEX)
        ours = dict(Region.objects.villages().values_list("code", "postal_code"))
        if not force and places.is_current(path, ours=ours):
            self.stdout.write("Places are up to date.")
            return
        count = places.build(path, ours=ours, report=self.stdout.write)
        self.stdout.write(f"Places: {count} villages, {path.stat().st_size // 1_000_000} MB.")
