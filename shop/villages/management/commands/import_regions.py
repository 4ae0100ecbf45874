from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from shop.people.actors import SYSTEM
from shop.villages import importing


class Command(BaseCommand):
    help = "Import a regency with its districts and villages; run it as often as you like."

    def add_arguments(self, parser):
        parser.add_argument(
            "code", nargs="?", default=importing.BLITAR, help="Kemendagri code, such as 35.05"
        )
        parser.add_argument(
            "--file", type=Path, help="CSV with latitude, longitude and elevation by village code"
        )
        parser.add_argument(
            "--renamed",
            action="append",
            default=[],
            metavar="OLD=NEW",
            help="a region's old and new code",
        )

    def handle(self, *args, code: str, file: Path | None, renamed: list[str], **options):
        report = self.stdout.write if options["verbosity"] > 1 else lambda line: None
        try:
            renames = dict(pair.split("=") for pair in renamed)
            result = importing.import_regency(
                code, by=SYSTEM, file=file, renamed=renames, report=report
            )
        except (ValueError, OSError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error
        self.stdout.write(
            f"Regions of {code}: {len(result.added)} added, {len(result.changed)} changed,"
            f" {len(result.left)} left as they were, {len(result.missing)} no longer in the source."
        )
        for missing in result.missing:
            self.stdout.write(f"  no longer in the source: {missing}")
