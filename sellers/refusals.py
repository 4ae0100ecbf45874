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


class FarHoliday(SellerRefused):
    message = _("A holiday begins and ends within two years. Check the years.")


class NeedsPhone(SellerRefused):
    message = _("Fill in the business's phone number first.")


class AlreadyMember(SellerRefused):
    message = _("This person works in the stall already.")


class LastOwner(SellerRefused):
    message = _("A stall keeps at least one owner.")
