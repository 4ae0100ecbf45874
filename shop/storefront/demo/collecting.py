"""The demo's collectors: the platform's account and QRIS code, and one village's BUMDes."""

from django.db import transaction

from shop.history.models import record
from shop.payment.collecting import collectors, qris
from shop.payment.models import BankAccount, Collector, QrisCode
from shop.villages.models import Region

from .data import DEMO
from .people import SURUHWADANG

BANK = "Bank Contoh"
PLATFORM_ACCOUNT = ("0000 1234 5678", "Sambung Desa Contoh")
VILLAGE_ACCOUNT = ("0000 8765 4321", "BUMDes Contoh Suruhwadang")
VILLAGE_NAME = "BUMDes Contoh Suruhwadang"
#: Made-up merchants: the NMIDs are no bank's, so no wallet pays anybody.
PLATFORM_QRIS = (
    "00020101021126660014COM.CONTOH.WWW011893600000000000000102150000000000000010303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10999999999980303UMI5204549953033605802ID"
    "5919SAMBUNG DESA CONTOH6006BLITAR61056616162070703A0163042E72"
)
VILLAGE_QRIS = (
    "00020101021126660014COM.CONTOH.WWW011893600000000000000202150000000000000010303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10999999999970303UMI5204549953033605802ID"
    "5913BUMDES CONTOH6006BLITAR61056616162070703A016304CD24"
)


def load() -> bool:
    """Give the platform and one village a demo account and code, if they have none."""
    is_new = _fill(collectors.platform(), PLATFORM_ACCOUNT, PLATFORM_QRIS)
    for village in Region.objects.filter(code=SURUHWADANG):
        is_new |= _fill(_of(village), VILLAGE_ACCOUNT, VILLAGE_QRIS)
    return is_new


@transaction.atomic
def _of(village: Region) -> Collector:
    """Return a village's collector; its treasurer comes with the demo's people, later."""
    collector, is_new = Collector.objects.get_or_create(
        kind=Collector.Kind.VILLAGE, region=village, defaults={"name": VILLAGE_NAME}
    )
    if is_new:
        record("collector.named", collector, by=DEMO, after={"name": VILLAGE_NAME})
    return collector


@transaction.atomic
def _fill(collector: Collector, account: tuple[str, str], payload: str) -> bool:
    if collector.accounts.exists() or collector.qris_codes.exists():
        return False
    number, holder = account
    shown = BankAccount.objects.create(
        collector=collector, bank=BANK, number=number, holder=holder, is_active=True, is_demo=True
    )
    record("bank_account.opened", shown, by=DEMO, after={"bank": BANK, "holder": holder})
    read = qris.parse(payload)
    code = QrisCode.objects.create(
        collector=collector,
        payload=payload,
        nmid=read.nmid,
        merchant_name=read.merchant_name,
        merchant_city=read.merchant_city,
        is_active=True,
        is_demo=True,
    )
    record("qris_code.opened", code, by=DEMO, after={"nmid": code.nmid})
    return True
