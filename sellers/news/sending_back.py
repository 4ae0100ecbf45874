"""A stall that can't be verified yet: its owners hear what is missing."""

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sellers.models import Seller
from sellers.news.hearing import tell_owners
from sellers.refusals import SellerRefused
from sellers.team.checking import require_checker
from shop.communication.kinds import register_kind
from shop.history.models import record
from shop.people.actors import Actor

LONGEST = 300

register_kind(
    "stall.sent_back",
    subject=_("Something is missing at %(stall)s"),
    text=_("%(stall)s can't be verified yet: %(reason)s. Put it right here: %(site)s%(path)s"),
)


class NothingToVerify(SellerRefused):
    message = _("This stall is verified already.")


class NeedsWords(SellerRefused):
    message = _("Write what is missing, in at most 300 characters.")


def send_back(seller: Seller, reason: str, *, by: Actor) -> None:
    """Tell the owners why the stall can't be verified yet.

    Raises checking.NotYoursToCheck, NothingToVerify, NeedsWords.
    """
    require_checker(seller, by=by)
    words = " ".join(reason.split())
    if not 1 <= len(words) <= LONGEST:
        raise NeedsWords
    with transaction.atomic():
        current = Seller.objects.select_for_update().get(pk=seller.pk)
        if current.verified_at:
            raise NothingToVerify
        record("seller.sent_back", current, by=by, reason=words)
        with translation.override("id"):
            path = reverse("desk:stall", args=[current.slug])
        values = {"reason": words}
        tell_owners(current, "stall.sent_back", values=values, about=current, path=path)
