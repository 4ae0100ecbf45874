from django.core.management.base import BaseCommand, CommandError

from shop.order.refusals import NotPossible
from shop.payment.collecting import collectors, proposals
from shop.payment.models import BankAccount, Collector
from shop.people.actors import SYSTEM


class Command(BaseCommand):
    help = (
        "The platform's bank account: `propose` one, `close` one, or `list` them. A proposed one "
        "is shown to buyers once somebody has confirmed it on the staff's screen."
    )

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["propose", "close", "list"])
        parser.add_argument("--bank", default="", help="as buyers read it")
        parser.add_argument("--number", default="", help="the account number")
        parser.add_argument("--holder", default="", help="in whose name it is")

    def handle(self, *args, action: str, bank: str, number: str, holder: str, **options):
        if action == "propose":
            self._propose(bank, number, holder)
        elif action == "close":
            self._close(bank.strip(), number.strip())
        accounts = BankAccount.objects.filter(collector__kind=Collector.Kind.PLATFORM)
        waiting = set(accounts.waiting())
        for account in accounts.order_by("pk"):
            state = "open" if account.is_active else "closed"
            state = "waits to be confirmed" if account in waiting else state
            self.stdout.write(f"{account.bank} {account.number}, {account.holder}: {state}")

    def _propose(self, bank: str, number: str, holder: str):
        try:
            proposals.propose_account(
                collectors.platform(), bank=bank, number=number, holder=holder, by=SYSTEM
            )
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal

    def _close(self, bank: str, number: str):
        account = BankAccount.objects.filter(bank=bank, number=number).first()
        if account is None:
            raise CommandError("There is no such account; `list` shows them.")
        collectors.close_account(account, by=SYSTEM)
