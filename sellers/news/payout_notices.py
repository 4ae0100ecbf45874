"""Notices about payouts: that money is on the owner's account, or that it came back."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sellers.models import Seller
from sellers.news.hearing import tell_owners
from shop.communication.kinds import register_kind
from shop.money import format_rupiah
from shop.payment.models import Payout

PAID = "payout.paid"
BOUNCED = "payout.bounced"
register_kind(
    PAID,
    subject=_("%(amount)s was paid out to %(stall)s"),
    text=_(
        "%(amount)s of %(stall)s was paid out to %(bank)s, account ending in %(ending)s."
        " See your money: %(site)s%(path)s"
    ),
)
register_kind(
    BOUNCED,
    subject=_("A payout to %(stall)s came back"),
    text=_(
        "%(amount)s could not be paid out to %(bank)s, account ending in %(ending)s: %(reason)s."
        " The money is still yours. Please enter the bank account again: %(site)s%(path)s"
    ),
)


def on_payout_settled(*, payout: Payout, **_signal: object) -> None:
    """Tell the owners; a payout that the bank took back later came back too."""
    seller = Seller.objects.with_place().filter(partner=payout.partner_id).first()
    if seller is None:
        return
    kind, page = PAID, "desk:money"
    if payout.state != Payout.State.CONFIRMED:
        kind, page = BOUNCED, "desk:account"
    with translation.override("id"):
        path = reverse(page, args=[seller.slug])
    values = {
        "amount": format_rupiah(payout.amount),
        "bank": payout.bank,
        "ending": payout.number[-3:],
        "reason": payout.reason.rstrip("."),
    }
    tell_owners(seller, kind, values=values, path=path, about=payout)
