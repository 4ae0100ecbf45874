"""What the law wants said before food is shown: a halal certificate, or that it is not halal."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from sellers.models import Credential
from sellers.papers.rules import Need, rules_of
from shop.partner.refusals import ListingRefused


class NeedsHalalWord(ListingRefused):
    """Food under the halal duty says one or the other (UU 33/2014 art. 4 and 26)."""

    message = _(
        "Say about halal first: enter the halal certificate under Papers and tick these goods"
        " (one being applied for will do), or mark the goods as not halal."
    )


def require_halal_word(product: Product) -> None:
    """Refuse food under the duty without certificate, in whatever state, and without statement."""
    if product.is_declared_not_halal:
        return
    kind = Credential.Kind.HALAL
    if rules_of(product)[kind].need is not Need.NEEDED:
        return
    held = Credential.objects.held().exclude(state=Credential.State.REFUSED)
    if not held.filter(kind=kind, listings=product).exists():
        raise NeedsHalalWord
