"""What each verb about a stall is called in plain words; verbs without words are not shown."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.models import Membership
from shop.history.models import Event
from shop.look.words import full_day, percent
from shop.money import format_rupiah
from shop.shipping.models import Method

from .history_fields import field_words
from .history_names import Names

WORDS = {
    "seller.registered": gettext_lazy("Stall registered"),
    "seller.edited": gettext_lazy("What buyers read of the stall changed"),
    "seller.moved": gettext_lazy("The stall moved to another village"),
    "seller.phone_changed": gettext_lazy("Phone of the stall changed"),
    "seller.verified": gettext_lazy("Stall verified"),
    "seller.verification_withdrawn": gettext_lazy("Verification taken back"),
    "seller.sent_back": gettext_lazy("Stall sent back, something is missing"),
    "seller.opened_or_closed": gettext_lazy("Orders to the stall"),
    "seller.holiday_set": gettext_lazy("Holiday set"),
    "seller.holiday_ended": gettext_lazy("Holiday ended"),
    "seller.hours_set": gettext_lazy("Opening hours set"),
    "seller.point_set": gettext_lazy("Place on the map set"),
    "seller.photo_set": gettext_lazy("Photo of the stall set"),
    "seller.whatsapp_consented": gettext_lazy("WhatsApp link shown"),
    "seller.whatsapp_withdrawn": gettext_lazy("WhatsApp link hidden"),
    "seller.member_added": gettext_lazy("%(person)s works in the stall now"),
    "seller.member_ended": gettext_lazy("%(person)s works in the stall no longer"),
    "seller.member_made_owner": gettext_lazy("%(person)s is an owner now"),
    "seller.member_invited": gettext_lazy("Somebody invited into the stall"),
    "seller.invitation_revoked": gettext_lazy("Invitation into the stall taken back"),
    "consent.asked": gettext_lazy("%(person)s asked to help at the desk"),
    "consent.given": gettext_lazy("%(person)s may help at the desk"),
    "consent.paper_handed_in": gettext_lazy("Signed consent to the help of %(person)s handed in"),
    "consent.paper_confirmed": gettext_lazy("Signed consent to the help of %(person)s accepted"),
    "consent.paper_refused": gettext_lazy("Signed consent to the help of %(person)s refused"),
    "consent.ended": gettext_lazy("Help of %(person)s ended"),
    "credential.added": gettext_lazy("%(paper)s added"),
    "credential.handed_in": gettext_lazy("%(paper)s handed in again"),
    "credential.renewed": gettext_lazy("%(paper)s renewed"),
    "credential.covers": gettext_lazy("%(paper)s used for one more listing"),
    "credential.verified": gettext_lazy("%(paper)s verified"),
    "credential.refused": gettext_lazy("%(paper)s refused"),
    "credential.withdrawn": gettext_lazy("%(paper)s taken out of the list"),
    "credential.missing_told": gettext_lazy("Reminder of papers that are missing"),
    "credential.warned": gettext_lazy("Reminder that %(paper)s runs out"),
    "delivery.offered": gettext_lazy("Way of delivery set"),
    "delivery.withdrawn": gettext_lazy("Way of delivery no longer offered"),
    "delivery.zone_set": gettext_lazy("Own delivery fee set"),
    "delivery.zone_removed": gettext_lazy("Own delivery fee removed"),
    "payout_account.set": gettext_lazy("Bank account for payouts set"),
    "payout_account.undone": gettext_lazy("Former bank account for payouts kept"),
    "payout_account.trusted": gettext_lazy("Bank account for payouts said to be right"),
    "payout.asked": gettext_lazy("Payout asked for"),
    "payout.confirmed": gettext_lazy("Payout sent"),
    "payout.bounced": gettext_lazy("Payout came back from the bank"),
    "payout.undone": gettext_lazy("Payout taken back by the bank"),
    "partner.commission_set": gettext_lazy("Commission of the stall set"),
    "listing.created": gettext_lazy("%(listing)s made"),
    "listing.edited": gettext_lazy("%(listing)s changed"),
    "listing.priced": gettext_lazy("Price of %(listing)s changed"),
    "listing.stocked": gettext_lazy("Stock of %(listing)s changed"),
    "listing.wholesale_priced": gettext_lazy("Wholesale prices of %(listing)s set"),
    "listing.published": gettext_lazy("%(listing)s published"),
    "listing.paused": gettext_lazy("%(listing)s paused"),
    "listing.archived": gettext_lazy("%(listing)s archived"),
    "listing.pictured": gettext_lazy("Photo added to %(listing)s"),
    "listing.picture_removed": gettext_lazy("Photo of %(listing)s removed"),
    "listing.picture_captioned": gettext_lazy("Words under a photo of %(listing)s changed"),
    "listing.pictures_ordered": gettext_lazy("Photos of %(listing)s put in another order"),
    "listing.taken_down": gettext_lazy("%(listing)s taken down"),
    "listing.mended": gettext_lazy("%(listing)s said to be put right"),
    "listing.restored": gettext_lazy("%(listing)s may be sold again"),
    "listing.animal_described": gettext_lazy("Facts of the animal %(listing)s set"),
    "listing.animal_forgotten": gettext_lazy("%(listing)s is no single animal any more"),
    "listing.grouped": gettext_lazy("%(listing)s put among the choices of a group"),
    "listing.ungrouped": gettext_lazy("%(listing)s taken out of its group"),
    "listing_group.made": gettext_lazy("Group %(group)s made"),
}


def say(event: Event, names: Names) -> str:
    """Put an event of WORDS into one line, with what changed where it is short enough."""
    title = str(WORDS[event.verb]) % names.of(event)
    detail = DETAILS[event.verb](event.before, event.after) if event.verb in DETAILS else ""
    return f"{title}: {detail}" if detail else title


def _price(before: dict, after: dict) -> str:
    return f"{_rupiah(before.get('price'))} → {_rupiah(after['price'])}"


def _rupiah(amount: int | None) -> str:
    return "–" if amount is None else format_rupiah(amount)


def _stock(before: dict, after: dict) -> str:
    return f"{before.get('stock', '–')} → {after['stock']}"


def _breaks(_before: dict, after: dict) -> str:
    said = [f"≥ {least}: {format_rupiah(price)}" for least, price in after["breaks"]]
    return ", ".join(said) or _("none any more")


def _fields(before: dict, after: dict) -> str:
    """Say a new name whole, and of the rest only what it is."""
    said = [
        f"“{before[name]}” → “{after[name]}”"
        for name in ("title", "name")
        if name in before and name in after
    ]
    rest = field_words(name for name in after if name not in ("title", "name"))
    return ", ".join([*said, *rest])


def _opened(_before: dict, after: dict) -> str:
    return _("open again") if after["accepts_orders"] else _("closed for now")


def _holiday(_before: dict, after: dict) -> str:
    """Say the days that changed; a holiday without a last day lasts until further notice."""
    said = [_day(after["closed_from"])] if "closed_from" in after else []
    if after.get("closed_to"):
        said.append(_("until %(day)s") % {"day": _day(after["closed_to"])})
    elif not said or "closed_to" in after:
        said.append(_("until further notice"))
    return " ".join(said)


def _day(written: str) -> str:
    return full_day(date.fromisoformat(written))


def _role(before: dict, after: dict) -> str:
    return str(Membership.Role(after.get("role") or before["role"]).label)


def _method(before: dict, after: dict) -> str:
    return str(Method(after.get("method") or before["method"]).label)


def _zone(before: dict, after: dict) -> str:
    terms = after or before
    return ", ".join(filter(None, [terms.get("carrier"), format_rupiah(terms["fee"])]))


def _bank(_before: dict, after: dict) -> str:
    return after["bank"]


def _amount(_before: dict, after: dict) -> str:
    return format_rupiah(after["amount"])


def _rate(_before: dict, after: dict) -> str:
    rate = after["commission_bp"]
    return _("as in each category") if rate is None else f"{percent(rate)}%"


DETAILS = {
    "seller.edited": _fields,
    "seller.opened_or_closed": _opened,
    "seller.holiday_set": _holiday,
    "seller.member_added": _role,
    "seller.member_ended": _role,
    "seller.member_invited": _role,
    "seller.invitation_revoked": _role,
    "delivery.offered": _method,
    "delivery.withdrawn": _method,
    "delivery.zone_set": _zone,
    "delivery.zone_removed": _zone,
    "payout_account.set": _bank,
    "payout.confirmed": _amount,
    "payout.bounced": _amount,
    "payout.undone": _amount,
    "partner.commission_set": _rate,
    "listing.edited": _fields,
    "listing.priced": _price,
    "listing.stocked": _stock,
    "listing.wholesale_priced": _breaks,
}
