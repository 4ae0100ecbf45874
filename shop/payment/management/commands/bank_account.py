from django.core.management.base import BaseCommand, CommandError

from shop.payment import collectors
from shop.payment.models import BankAccount, Collector
from shop.people.actors import SYSTEM


class Command(BaseCommand):
    help = (
        "The platform's bank accounts: `open` one, `close` one, or `list` them. "
        "Buyers are shown the oldest open one."
    )

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["open", "close", "list"])
        parser.add_argument("--bank", default="", help="as buyers read it")
        parser.add_argument("--number", default="", help="the account number")
        parser.add_argument("--holder", default="", help="in whose name it is")

    def handle(self, *args, action: str, bank: str, number: str, holder: str, **options):
        if action == "open":
            self._open(bank.strip(), number.strip(), holder.strip())
        elif action == "close":
            self._close(bank.strip(), number.strip())
        for account in BankAccount.objects.filter(collector__kind=Collector.Kind.PLATFORM):
            state = "open" if account.is_active else "closed"
            self.stdout.write(f"{account.bank} {account.number}, {account.holder}: {state}")

    def _open(self, bank: str, number: str, holder: str):
        if not (bank and number and holder):
            raise CommandError("Name --bank, --number and --holder.")
        collectors.open_account(
            collectors.platform(), bank=bank, number=number, holder=holder, by=SYSTEM
        )

    def _close(self, bank: str, number: str):
        account = BankAccount.objects.filter(bank=bank, number=number).first()
        if account is None:
            raise CommandError("There is no such account; `list` shows them.")
        collectors.close_account(account, by=SYSTEM)
