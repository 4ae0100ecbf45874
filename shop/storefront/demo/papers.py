"""The demo's papers, in every state, with numbers that nobody was given."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from catalogue.models import Product
from sellers.models import Credential, Seller
from sellers.papers import credentials
from sellers.papers.facts import Facts
from sellers.papers.rules import Need, rules_of

from .data import DEMO
from .stalls import find_seller

Kind = Credential.Kind
SOON = timedelta(days=25)
#: Of four stalls in a row one has its papers checked, one soon to be renewed, and so on.
CHECKED, SOON_OVER, IN_PROCESS, WAITING = range(4)


def say_halal(product: Product, entry: dict) -> None:
    """Put goods under the halal duty onto the stall's halal certificate, which they need first."""
    if rules_of(product)[Kind.HALAL].need is not Need.NEEDED:
        return
    seller = find_seller(entry)
    held = seller.credentials.held().filter(kind=Kind.HALAL).first()
    if held:
        credentials.cover(held, product, by=DEMO)
        return
    number = _number(entry)
    facts = Facts(number=f"ID3505000000{number:04d}", listings=[product])
    is_in_process = number % 4 == IN_PROCESS
    credentials.add(seller, Kind.HALAL, facts, by=DEMO, is_in_process=is_in_process)


def load_papers(entry: dict) -> bool:
    """Give a stall its papers and have them checked; False if it has some already."""
    seller = find_seller(entry)
    if seller.credentials.exclude(kind=Kind.HALAL).exists():
        return False
    number = _number(entry)
    with transaction.atomic():
        credentials.add(seller, Kind.NIB, Facts(number=f"90000{number:08d}"), by=DEMO)
        _add_food_licence(seller, number)
        if number % 4 in (CHECKED, SOON_OVER):
            for paper in seller.credentials.to_check():
                credentials.verify(paper, by=DEMO)
    return True


def _add_food_licence(seller: Seller, number: int) -> None:
    goods = [
        product
        for product in Product.objects.filter(stockrecords__partner=seller.partner)
        if rules_of(product)[Kind.PIRT].need is Need.NEEDED
    ]
    if not goods:
        return
    until = timezone.localdate() + (SOON if number % 4 == SOON_OVER else timedelta(days=900))
    facts = Facts(
        number=f"205350501{number:04d}-{until:%y}",
        expires_on=until,
        listings=goods,
    )
    is_in_process = number % 4 == IN_PROCESS
    credentials.add(seller, Kind.PIRT, facts, by=DEMO, is_in_process=is_in_process)


def _number(entry: dict) -> int:
    """Return the stall's number in the demo's file: 1 for U01."""
    return int(entry["id"][1:])
