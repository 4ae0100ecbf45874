from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalogue import taxonomy
from shop.people.actors import SYSTEM


class Command(BaseCommand):
    help = "Load the sectors, groups and categories; run it as often as you like."

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=taxonomy.FILE, help="another taxonomy")

    def handle(self, *args, file: Path, **options):
        try:
            result = taxonomy.load_taxonomy(by=SYSTEM, file=file)
        except (ValueError, KeyError, OSError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error
        self.stdout.write(
            f"Categories: {len(result.added)} added, {len(result.changed)} changed,"
            f" {len(result.left)} left as they were, {len(result.missing)} no longer in the file."
        )
