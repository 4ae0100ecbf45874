"""Why a paper can't be kept or checked as asked; each message says what to do."""

from django.utils.translation import gettext_lazy as _

from sellers.refusals import SellerRefused


class CredentialRefused(SellerRefused):
    """Base of the refusals about papers; `field` is the form field that it is about."""

    field = "number"


class BadNib(CredentialRefused):
    message = _("An NIB has exactly 13 digits. Copy it from the paper of OSS.")


class BadPirt(CredentialRefused):
    message = _(
        "A P-IRT number has 15 digits, for example 2053505010001-29; its first is 1 to 8. "
        "Copy it from the label or the certificate."
    )


class BadHalal(CredentialRefused):
    message = _(
        "A halal certificate's number begins with ID, followed by 11 to 17 digits. "
        "It stands on BPJPH's certificate; the number of the fatwa (KH) is another one."
    )


class NeedsNumber(CredentialRefused):
    message = _("Write the paper's number, with at least 3 letters or digits.")


class NeedsIssuer(CredentialRefused):
    field = "issuer"
    message = _("Write who issued the paper, for example the livestock service of the regency.")


class NeedsTitle(CredentialRefused):
    field = "title"
    message = _("Write what the paper is, for example a home industry certificate.")


class NeedsExpiry(CredentialRefused):
    field = "expires_on"
    message = _("Write until when the paper is valid.")


class AlreadyExpired(CredentialRefused):
    field = "expires_on"
    message = _("This paper is no longer valid. Have it renewed first, then enter the new one.")


class FarExpiry(CredentialRefused):
    field = "expires_on"
    message = _("No paper is valid for so long. Check the year.")


class OtherYear(CredentialRefused):
    """The P-IRT number ends with the year of its expiry."""

    field = "expires_on"

    def __init__(self, year: int):
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return _("By its number this P-IRT is valid until %(year)d. Check number and date.") % {
            "year": self.year
        }


class NeedsListings(CredentialRefused):
    field = "listings"
    message = _("Choose which of your goods this paper is for.")


class NotYourListing(CredentialRefused):
    field = "listings"
    message = _("One of the goods is not of this stall. Choose again.")


class PirtImpossible(CredentialRefused):
    """P-IRT can't be given for such goods; `instead` says which licence can."""

    field = "listings"

    def __init__(self, title: str, why: str):
        super().__init__(title, why)
        self.title, self.why = title, why

    def __str__(self) -> str:
        return f"{self.title}: {self.why}"


class DoesNotApply(CredentialRefused):
    field = "listings"

    def __init__(self, title: str):
        super().__init__(title)
        self.title = title

    def __str__(self) -> str:
        return _("%(title)s: this paper is not given for such goods.") % {"title": self.title}


class AlreadyThere(CredentialRefused):
    message = _("A paper with this number is in your list already.")


class AlreadyAnswered(CredentialRefused):
    field = None
    message = _("This paper was changed in the meantime. Look at it again.")


class NeedsReason(CredentialRefused):
    field = "reason"
    message = _("Write what is wrong with it, in at most 300 characters.")
