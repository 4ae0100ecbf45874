from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from shop.payment.card import client, reconciling


class Command(BaseCommand):
    help = "Compare our payments by card with the provider's own lists, and repair what differs."

    def add_arguments(self, parser):
        parser.add_argument(
            "--since", type=moment, help="ISO 8601 day or moment; else since the last comparison"
        )

    def handle(self, *args, since: datetime | None, **options):
        if not client.is_configured():
            raise CommandError("There is no key of the card provider in the settings.")
        run = reconciling.reconcile(since)
        self.stdout.write(f"Compared since {run.since:%Y-%m-%d %H:%M}, repaired {run.repaired}.")
        if run.error:
            raise CommandError(run.error)


def moment(text: str) -> datetime:
    """Read an ISO 8601 day (its first minute here) or moment. Raises ValueError."""
    if day := parse_date(text):
        return timezone.make_aware(datetime.combine(day, time.min))
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return found if timezone.is_aware(found) else timezone.make_aware(found)
