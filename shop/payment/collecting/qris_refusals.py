"""Why a QRIS code is refused; each refusal says in words what to do."""

from django.utils.translation import gettext_lazy as _


class QrisRefused(ValueError):
    """Base of all refusals; `message` is for the person who enters the code."""

    message = ""

    def __str__(self) -> str:
        return str(self.message)


class NoCodeInPicture(QrisRefused):
    message = _("There is no QR code in this picture that we can read. Take the photo from nearer.")


class SeveralCodes(QrisRefused):
    message = _("There are several QRIS codes in this picture. Crop it to the one you mean.")


class NotQris(QrisRefused):
    message = _("This is not a QRIS code. Use the code that your bank or wallet printed for you.")


class OddCharacters(QrisRefused):
    message = _("The code has characters that no QRIS code has. Copy it again, or send a picture.")


class TooLong(QrisRefused):
    message = _("The code is longer than any QRIS code. Copy it again, or send a picture.")


class Malformed(QrisRefused):
    message = _("The code is incomplete or has something added. Copy it again, or send a picture.")


class RepeatedTag(QrisRefused):
    message = _("The code says the same thing twice, so it can't be trusted. Ask for a new one.")


class NoChecksum(QrisRefused):
    message = _("The check digits at the end of the code are missing. Copy the whole code.")


class WrongChecksum(QrisRefused):
    message = _("The code's check digits are wrong: a character was changed. Send a picture of it.")


class Dynamic(QrisRefused):
    message = _("This is a dynamic code for one payment. Use the static QRIS of the counter.")


class HasAmount(QrisRefused):
    message = _("This code asks for an amount or a fee of its own. Use the static QRIS without.")


class OtherCurrency(QrisRefused):
    message = _("This code is not in rupiah.")


class OtherCountry(QrisRefused):
    message = _("This code is not from Indonesia.")


class NoMerchantId(QrisRefused):
    message = _("The code has no valid NMID (ID and 13 digits). Ask your bank for a new one.")


class NoMerchantName(QrisRefused):
    message = _("The code does not name its merchant properly. Ask your bank for a new one.")
