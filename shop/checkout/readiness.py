"""What must be ready before real buyers come. Packages above register checks of their own.

A check never raises and never changes anything; it may take a second, for it runs on the staff's
screen "Siap buka?" and when the shop is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.communication import channel_tests
from shop.payment.models import BankAccount, Collector
from shop.payment.proving import checks as ledger_checks

#: Seconds after which a worker that showed no life counts as stopped.
WORKER_SILENT = 5 * 60
WORKER_LIVES = "worker_lives"


@dataclass(frozen=True)
class Finding:
    """What one check found: `detail` says what is missing, `path` where it is mended."""

    title: str | Promise
    is_good: bool
    detail: str = ""
    path: str = ""


Check = Callable[[], Finding]

_checks: dict[str, Check] = {}


def register(check: Check) -> Check:
    """Add a check under its function's name; registering it again changes nothing."""
    _checks[check.__name__] = check
    return check


def findings() -> list[Finding]:
    """Run every check, in the order of registration."""
    return [check() for check in _checks.values()]


def note_worker() -> None:
    """The worker says that it is alive; it does so every minute."""
    cache.set(WORKER_LIVES, True, timeout=WORKER_SILENT)


@register
def organisation() -> Finding:
    """Who runs the shop: UU 8/1999 and PP 80/2019 want name and address shown."""
    missing = [name for name in ("name", "address") if not settings.OPERATOR[name].strip()]
    variables = ", ".join(f"OPERATOR_{name.upper()}" for name in missing)
    detail = _("Set %(variables)s on the server.") % {"variables": variables} if missing else ""
    return Finding(gettext_lazy("Who runs the shop"), not missing, detail, "/info/pengelola/")


@register
def complaint_contact() -> Finding:
    """Where buyers complain: a phone and an e-mail address that somebody reads."""
    missing = [name for name in ("phone", "email") if not settings.OPERATOR[name].strip()]
    variables = ", ".join(f"OPERATOR_{name.upper()}" for name in missing)
    detail = _("Set %(variables)s on the server.") % {"variables": variables} if missing else ""
    return Finding(gettext_lazy("Contact for complaints"), not missing, detail, "/info/komplain/")


@register
def collector_account() -> Finding:
    """The platform's own account, entered by one person and confirmed by another."""
    accounts = BankAccount.objects.in_use().filter(collector__kind=Collector.Kind.PLATFORM)
    is_good = accounts.filter(is_demo=False).exists() and not accounts.filter(is_demo=True).exists()
    detail = "" if is_good else _("Enter the shop's bank account; a second person confirms it.")
    title = gettext_lazy("Bank account that buyers pay to")
    return Finding(title, is_good, detail, "/dashboard/penerima/")


@register
def channel_tested() -> Finding:
    """A message really arrived lately by each way out that is set up."""
    untested = channel_tests.untested()
    if untested is None:
        detail = _("No channel reaches people. Set OUTBOX_CHANNELS on the server.")
    else:
        names = ", ".join(untested)
        detail = _("Send a test below. Not tested lately: %(names)s.") % {"names": names}
    is_good = untested == []
    return Finding(gettext_lazy("Messages arrive"), is_good, "" if is_good else detail)


@register
def ledger_is_whole() -> Finding:
    """Every rule of the ledger holds."""
    problems = ledger_checks.problems()
    detail = _("Run check_ledger on the server and see what is off.") if problems else ""
    return Finding(gettext_lazy("The ledger is whole"), not problems, detail)


@register
def worker_runs() -> Finding:
    """The worker showed life within five minutes."""
    is_good = bool(cache.get(WORKER_LIVES))
    detail = "" if is_good else _("Start the worker on the server.")
    return Finding(gettext_lazy("The worker runs"), is_good, detail)
