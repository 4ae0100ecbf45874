"""Why a seller can't be made or changed as asked; each message says what to do."""

from django.utils.translation import gettext_lazy as _


class SellerRefused(ValueError):
    """Base of all refusals; `str()` is for the person who asked."""

    message = ""

    def __str__(self) -> str:
        return str(self.message)


class NeedsName(SellerRefused):
    message = _("Give the business a name of at most 120 characters.")


class NotAVillage(SellerRefused):
    message = _("Choose the village where the business is.")


class TooLong(SellerRefused):
    message = _("One of the texts is too long.")


class BadYear(SellerRefused):
    message = _("Write the year the business began, for example 2015.")


class NotVerified(SellerRefused):
    message = _("The business must be verified before it can take orders.")


class BadHoliday(SellerRefused):
    message = _("The last day of the holiday is before its first day.")


class NoOpenDay(SellerRefused):
    message = _("Choose at least one open day. For days off, set a holiday.")


class BadHours(SellerRefused):
    message = _("The stall closes after it opens.")


class FarHoliday(SellerRefused):
    message = _("A holiday begins and ends within two years. Check the years.")


class NeedsPhone(SellerRefused):
    message = _("Fill in the business's phone number first.")


class AlreadyMember(SellerRefused):
    message = _("This person works in the stall already.")


class LastOwner(SellerRefused):
    message = _("A stall keeps at least one owner.")


class OwnerOnly(SellerRefused):
    message = _("Only the owner herself can do this.")


class NotYoursToCheck(SellerRefused):
    message = _(
        "You can't check this stall: it is outside your region, or you work or helped there."
    )


class PhoneNotProven(SellerRefused):
    message = _("Prove your phone number first, with a code or with a volunteer at your side.")


class TooManyStalls(SellerRefused):
    message = _("Several of your stalls wait to be verified. Wait for that, then open another.")


class NeedsPlace(SellerRefused):
    message = _("Write the place as two numbers, or paste a link of a map.")


class InvitationGone(SellerRefused):
    message = _("This invitation can no longer be used. Ask the owner for a new one.")


class NotInvited(SellerRefused):
    message = _("This invitation is for another phone number. Sign in with that number.")


class TooManyInvitations(SellerRefused):
    message = _("The stall has sent many invitations today. Try again tomorrow.")


class CantHelp(SellerRefused):
    message = _("Only a volunteer of this village or a coordinator above can help in this stall.")


class AlreadyHelps(SellerRefused):
    message = _("The owner agreed already. There is nothing more to do.")


class WorksThere(SellerRefused):
    message = _("Who works in the stall needs no consent.")


class NobodyToAsk(SellerRefused):
    message = _("The stall has no owner with a phone number who could agree.")


class ConsentGone(SellerRefused):
    message = _("This request has been answered or has ended.")


class NoPhoneGateway(SellerRefused):
    message = _(
        "A signed paper counts only once the owner's phone was told of it, and this shop sends "
        "no messages to phones yet. Until then it can't be confirmed."
    )


class NotYoursToConfirm(SellerRefused):
    message = _("Only a coordinator who has no part in this stall can confirm the signed paper.")


class NeedsReason(SellerRefused):
    message = _("Write a reason first.")
