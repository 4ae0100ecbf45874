from django.core.management.base import BaseCommand, CommandError

from shop.money import format_rupiah
from shop.payment.proving.checks import INVARIANTS


class Command(BaseCommand):
    help = "Prove the ledger's invariants one by one; exit code 1 and the reasons if one fails."

    def handle(self, *args, **options):
        broken = 0
        for number, invariant in enumerate(INVARIANTS, start=1):
            found = invariant.problems()
            self.stdout.write(f"{number}. {invariant.name}: {'BROKEN' if found else 'holds'}")
            for problem in found:
                self.stderr.write(
                    f"{problem.rule}: {problem.subject} is off by {format_rupiah(problem.amount)}"
                )
            broken += bool(found)
        if broken:
            raise CommandError(f"{broken} invariants of the ledger do not hold.")
