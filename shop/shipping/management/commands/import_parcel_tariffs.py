from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from shop.people.actors import SYSTEM
from shop.shipping.tariffs import BadTable, import_tariffs


class Command(BaseCommand):
    help = "Import parcel tariffs from a CSV table; run it as often as you like."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, help="CSV table, columns as in shop.shipping.tariffs"
        )

    def handle(self, *args, file: Path, **options):
        try:
            report = import_tariffs(file.read_text(encoding="utf-8-sig"), by=SYSTEM)
        except BadTable as refusal:
            for error in refusal.errors:
                self.stderr.write(str(error))
            raise CommandError("Nothing was imported.") from refusal
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error
        self.stdout.write(
            f"Parcel tariffs: {len(report.added)} added, {len(report.changed)} changed,"
            f" {len(report.left)} left as they were."
        )
        if options["verbosity"] > 1:
            for word in ("added", "changed", "left"):
                for name in getattr(report, word):
                    self.stdout.write(f"  {word}: {name}")
