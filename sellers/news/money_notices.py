"""Notices about where a stall's money goes: to every owner, by every way, former ones too."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from sellers.models import Seller
from sellers.news.hearing import tell_owners
from sellers.team.owners import owners_of
from shop.communication import outbox
from shop.communication.kinds import register_kind
from shop.look.words import moment
from shop.payment.collecting import collector_news
from shop.people.models import FormerContact, User

#: So long a phone or e-mail that somebody left is still told.
FORMER_FOR = timedelta(days=30)
CHANGED = "payout_account.changed"

register_kind(
    CHANGED,
    subject=_("The bank account of %(stall)s was changed"),
    text=_(
        "The money of %(stall)s goes to another bank account (%(bank)s, ending in %(ending)s)"
        " from %(moment)s. Was it not you? Keep the former one: %(site)s%(path)s"
    ),
)


def on_payout_account_changed(*, account, former, **_signal: object) -> None:
    """Tell the owners by all their ways, and the phones and e-mails they left of late.

    The first account of a stall is no change; nobody is told.
    """
    seller = Seller.objects.with_place().filter(partner=account.partner_id).first()
    if former is None or seller is None:
        return
    with translation.override("id"):
        path = reverse("desk:account", args=[seller.slug])
    values = {"bank": account.bank, "ending": account.number[-3:], "moment": account.payable_from}
    tell_owners(seller, CHANGED, values=values, path=path, about=account)
    for person in owners_of(seller):
        with translation.override(person.language):
            said = values | {"moment": moment(account.payable_from)}
        _tell_former(person, said | {"stall": seller.name, "path": path})


def on_collecting_changed(*, row, how, by, **_signal: object) -> None:
    """Tell the owners where their buyers are to pay, whoever of them entered it."""
    seller = Seller.objects.with_place().filter(partner=row.collector.partner_id).first()
    if seller is None or row.collector.partner_id is None or how == "withdrawn":
        return
    with translation.override("id"):
        path = reverse("desk:collecting", args=[seller.slug])
    said = collector_news.values_of(row, by)
    tell_owners(seller, f"collecting.{how}", values=said, path=path, about=row)


def _tell_former(person: User, values: dict[str, object]) -> None:
    left_since = timezone.now() - FORMER_FOR
    for contact in FormerContact.objects.filter(person=person, left_at__gte=left_since):
        to = outbox.Recipient(person.name, contact.phone, contact.email, person.language, person.pk)
        outbox.send(CHANGED, to=to, values=values)
