"""Why a listing can't be made or changed as asked; each message says what to do."""

from django.utils.translation import gettext_lazy as _


class ListingRefused(ValueError):
    """Base of all refusals; `str()` is for the person who changes the listing."""

    message = ""

    def __str__(self) -> str:
        return str(self.message)


class BadPrice(ListingRefused):
    message = _("Write the price as whole rupiah, from Rp1 to Rp9.999.999.999.")


class NeedsPrice(ListingRefused):
    message = _("Fill in the price first, then publish.")


class BadStock(ListingRefused):
    message = _("Write the stock as a whole number from 0 to 1,000,000.")


class BelowAllocated(ListingRefused):
    """`allocated` units are in orders and can't be taken away."""

    def __init__(self, allocated: int):
        super().__init__(allocated)
        self.allocated = allocated

    def __str__(self) -> str:
        return _("%(count)d are already ordered; the stock can't be less than that.") % {
            "count": self.allocated
        }


class NeedsTitle(ListingRefused):
    message = _("Give the product a name of at most 120 characters.")


class NotALeaf(ListingRefused):
    message = _("Choose the most exact category; this one has others below it.")


class BadQuantity(ListingRefused):
    message = _("Write the minimum quantity as a whole number from 1 to 10,000.")


class BadAmount(ListingRefused):
    message = _("Write weight, content, pieces and days as whole numbers.")


class NeedsGrams(ListingRefused):
    message = _("Goods sold by weight need their net content in grams.")


class BadChoice(ListingRefused):
    message = _("One of the choices does not exist. Choose from the list.")


class TooLong(ListingRefused):
    message = _("One of the texts is too long.")


class NeedsDelivery(ListingRefused):
    message = _("Allow at least one way for the goods to reach the buyer.")


class MadeAlready(ListingRefused):
    message = _("This product was saved already.")


class Archived(ListingRefused):
    message = _("This product is in the archive. Make a new one instead.")


class TakenDown(ListingRefused):
    """A volunteer or staff took it down; `reason` is what they wrote."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return _("This product was taken down: %(reason)s Mend it and say so first.") % {
            "reason": f"{self.reason.rstrip('.')}."
        }


class NeedsReason(ListingRefused):
    message = _("Write why, in at most 300 characters.")


class NotYoursToTakeDown(ListingRefused):
    message = _(
        "Only a volunteer of this village, a coordinator above it or staff can do this, and "
        "nobody who works or helped in the stall."
    )


class NotTakenDown(ListingRefused):
    message = _("This product is not taken down.")


class NeedsLiveTerms(ListingRefused):
    message = _(
        "Live animals that are sent need days of dispatch, packing, hours they endure, "
        "and what happens if one arrives dead."
    )


class BadVideo(ListingRefused):
    message = _(
        "The video's link must begin with https:// and be YouTube, TikTok, Instagram or Facebook."
    )


class BadBreaks(ListingRefused):
    message = _("Write at most 5 wholesale prices, each from 2 units on.")


class BreaksNotBelow(ListingRefused):
    message = _("A wholesale price must be lower than the price of fewer.")


class OneAnimal(ListingRefused):
    message = _("This is one animal: stock at most 1, minimum 1.")


class NotAlive(ListingRefused):
    message = _("Only a live animal can be described as one animal.")


class BadAnimal(ListingRefused):
    message = _("Write age, length and weight of the animal as whole numbers.")


class BadGroup(ListingRefused):
    message = _("Give the group a name of at most 120 characters.")


class NotYourGroup(ListingRefused):
    message = _("Group only products of the same stall.")


class NeedsChoice(ListingRefused):
    message = _("Say which size or taste this is, in at most 40 characters.")


class ChoiceTaken(ListingRefused):
    message = _("Another product of the group is called like that already.")


class GroupFull(ListingRefused):
    message = _("A group has at most 12 products.")
