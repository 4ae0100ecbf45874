"""Make the first pages of the site; a second run changes nothing."""

from django.core.management.base import BaseCommand

from cms.preparing import prepare_pages
from shop.people.actors import SYSTEM


class Command(BaseCommand):
    help = "Make sites, locales, the front page and the information pages that are missing."

    def handle(self, *args, **options):
        report = prepare_pages(by=SYSTEM)
        for path in report.added:
            self.stdout.write(f"added {path}")
        self.stdout.write(f"Pages: {len(report.added)} added, {len(report.left)} left as they are.")
