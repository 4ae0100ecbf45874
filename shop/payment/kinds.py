"""How this package's messages about money read; they go to the orderer only."""

from django.utils.translation import gettext_lazy as _

from shop.communication.kinds import register_kind
from shop.order.messages import WithLink

SUBJECT = _("Payment of order %(number)s")
TEXTS = {
    "payment.confirmed": _(
        "Thank you, your payment of %(amount)s for order %(number)s has arrived. "
        "The sellers start now."
    ),
    "payment.short": _(
        "%(amount)s arrived for order %(number)s, but %(rest)s is missing. "
        "Please transfer the rest in time."
    ),
    "payment.held": _(
        "Thank you, your card holds %(amount)s for order %(number)s. It is charged once the goods "
        "are weighed, with what they come to."
    ),
    "payment.lapsed": _(
        "Your card no longer holds the money for order %(number)s, because the goods were not "
        "ready in time. Nothing was charged. Please pay again, in any way you like."
    ),
    "proof.refused": _(
        "We could not find your transfer for order %(number)s: %(reason)s "
        "Please look at it again or transfer now."
    ),
    "refund.needed": _(
        "%(amount)s of order %(number)s goes back to you. Tell us the bank account it should go to."
    ),
    "refund.to_card": _("%(amount)s of order %(number)s goes back to your card."),
    "refund.gift_choice": _(
        "The goods of order %(number)s weigh less: %(amount)s is yours again. Tell us whether it "
        "goes back to you or stays with the seller; without a word it goes back."
    ),
    "refund.sent_to_card": _(
        "We have sent back %(amount)s of order %(number)s to your card. Banks take up to 10 days "
        "to show it."
    ),
    "refund.in_hand": _(
        "%(amount)s of order %(number)s goes back to you. The seller who has it gives it to you."
    ),
    "refund.sent": _(
        "We have sent back %(amount)s of order %(number)s to %(bank)s, reference %(reference)s."
    ),
    "refund.failed": _(
        "%(amount)s of order %(number)s could not be sent back. Please tell us another account."
    ),
}


def register() -> None:
    """Register them; called when the app starts."""
    for name, text in TEXTS.items():
        register_kind(name, subject=SUBJECT, text=WithLink(text))
