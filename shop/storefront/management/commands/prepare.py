from collections.abc import Callable
from io import TextIOBase

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from catalogue.models import Category
from shop.images.fields import due
from shop.images.processing import process_due
from shop.images.registry import picture_models
from shop.people.actors import SYSTEM
from shop.storefront.staff_groups import make_groups
from shop.villages.importing import BLITAR

MIGRATIONS_A_LINE = 50


class MigrationCount(TextIOBase):
    """Where `migrate` writes: says after every fifty migrations how many are done."""

    def __init__(self, waiting: int, say: Callable[[str], None]):
        self.waiting, self.say, self.done = waiting, say, 0

    def write(self, text: str) -> int:
        """Count what is applied and drop the rest."""
        self.done += "Applying " in text
        if "Applying " in text and self.done % MIGRATIONS_A_LINE == 0:
            self.say(f"  migrations: {self.done} of {self.waiting}")
        return len(text)


class Command(BaseCommand):
    help = "Make this installation ready: every step does only what is still to do."

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8000", help="the port that is printed at the end")

    def handle(self, *args, port: str, **options):
        self._migrate()
        self._make_cache_table()
        self._make_staff_groups()
        if not Category.objects.exists():
            call_command("load_taxonomy", stdout=self.stdout)
        call_command("import_regions", BLITAR, stdout=self.stdout)
        call_command("build_places", stdout=self.stdout)
        call_command("prepare_pages", stdout=self.stdout)
        # Late, so that its sign-ins stand near the end of what is printed.
        if settings.ALLOWS_DEMO:
            call_command("demo", "load", stdout=self.stdout)
        self._derive_pictures()
        call_command("rebuild_search", "--if-missing", stdout=self.stdout)
        self._print_addresses(port)

    def _migrate(self):
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            self._say(f"Database: {waiting} migrations (the first time takes a minute)")
            count = MigrationCount(waiting, self._say)
            call_command("migrate", verbosity=1, interactive=False, stdout=count)
        self._say("Database: migrated.")

    def _make_cache_table(self):
        if "cache" in connections and hasattr(cache, "_table"):
            call_command("createcachetable", database="cache", verbosity=0)

    def _make_staff_groups(self):
        changed = make_groups(by=SYSTEM)
        self._say(f"Staff groups: {', '.join(changed) or 'as they are'}.")

    def _derive_pictures(self):
        waiting = sum(model._base_manager.filter(due()).count() for model in picture_models())
        done = 0
        while waiting and (tried := process_due(limit=10)):
            done += tried
            self._say(f"  pictures: {done} of {max(done, waiting)}")
        self._say("Pictures: none waiting.")

    def _print_addresses(self, port: str):
        site = f"http://127.0.0.1:{port}"
        self._say("")
        for what, path in [
            ("shop", "/"),
            ("in English", "/en/"),
            ("staff", "/dashboard/"),
            ("volunteers", "/cms/"),
            *([("design system", "/gaya/")] if settings.IS_DEVELOPMENT else []),
        ]:
            self._say(f"  {what:<14} {site}{path}")
        self._say("")

    def _say(self, line: str):
        self.stdout.write(line)
        self.stdout.flush()
