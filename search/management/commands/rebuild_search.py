import time

from django.core.management.base import BaseCommand

from search.contract import SearchUnavailable
from search.engines import current


class Command(BaseCommand):
    help = "Write the search index anew; the old one answers meanwhile."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="only follow the changes where there is an index",
        )

    def handle(self, *args, if_missing: bool, **options):
        engine = current()
        if if_missing and self._is_there(engine):
            followed = engine.follow()
            self.stdout.write(f"Search: up to date, {followed} listings looked at anew.")
            return
        begun = time.monotonic()
        count = engine.rebuild(self.stdout.write)
        self.stdout.write(f"Search: {count} listings in {time.monotonic() - begun:.1f} s.")

    def _is_there(self, engine) -> bool:
        try:
            engine.state()
        except SearchUnavailable:
            return False
        return True
