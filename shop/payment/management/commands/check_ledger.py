from django.core.management.base import BaseCommand, CommandError

from shop.money import format_rupiah
from shop.payment.checks import problems


class Command(BaseCommand):
    help = "Prove that the ledger is whole; exit code 1 and the reasons if it is not."

    def handle(self, *args, **options):
        found = problems()
        for problem in found:
            self.stderr.write(
                f"{problem.rule}: {problem.subject} is off by {format_rupiah(problem.amount)}"
            )
        if found:
            raise CommandError(f"{len(found)} rules of the ledger do not hold.")
        self.stdout.write("Every rule of the ledger holds.")
