"""What people hear about their own account: codes and links by e-mail, changed contacts."""

from django.utils.translation import gettext_lazy as _

from shop.communication.kinds import EMAIL, PHONE, register_kind

register_kind(
    "code_by_email",
    subject=_("Your code"),
    text=_("%(secret)s is your %(site_name)s code, good for 5 minutes. Never tell it to anyone."),
    reaches=(EMAIL,),
)
register_kind(
    "phone_changed",
    subject=_("Your phone number was changed"),
    text=_(
        "The phone number of your %(site_name)s account was changed. If it wasn't you, contact"
        " us at once: %(site)s"
    ),
    reaches=(PHONE, EMAIL),
)
register_kind(
    "email_changed",
    subject=_("Your e-mail address was changed"),
    text=_(
        "The e-mail address of your %(site_name)s account was changed. If it wasn't you, contact"
        " us at once: %(site)s"
    ),
    reaches=(PHONE, EMAIL),
)
register_kind(
    "password_changed",
    subject=_("Your password was changed"),
    text=_(
        "The password of your %(site_name)s account was changed. If it wasn't you, contact us"
        " at once: %(site)s"
    ),
    reaches=(PHONE, EMAIL),
)
register_kind(
    "email_to_confirm",
    subject=_("Confirm your e-mail address"),
    text=_(
        "Open this link to use this address with your %(site_name)s account, within 24 hours:"
        "\n%(site)s/akun/email/%(secret)s/\n\nIf you didn't ask for it, do nothing."
    ),
    reaches=(EMAIL,),
)
register_kind(
    "join_by_email",
    subject=_("Make your account"),
    text=_(
        "Open this link to make your %(site_name)s account, within 24 hours:"
        "\n%(site)s/akun/daftar/%(secret)s/\n\nIf you didn't ask for it, do nothing."
    ),
    reaches=(EMAIL,),
)
register_kind(
    "email_known",
    subject=_("You have an account already"),
    text=_(
        "This address has a %(site_name)s account already. Sign in: %(site)s/akun/masuk/\n"
        "Forgotten your password? %(site)s/akun/sandi/lupa/\n\n"
        "If you didn't ask for it, do nothing."
    ),
    reaches=(EMAIL,),
)
register_kind(
    "password_link",
    subject=_("Set a new password"),
    text=_(
        "Open this link to set a new password for your %(site_name)s account:"
        "\n%(site)s/akun/sandi/lupa/%(secret)s/\n\nIf you didn't ask for it, do nothing."
    ),
    reaches=(EMAIL,),
)
register_kind(
    "email_unknown",
    subject=_("This address has no account"),
    text=_(
        "Somebody asked for a new password with this address, but no %(site_name)s account has"
        " it. Make one: %(site)s/akun/daftar/\n\nIf you didn't ask for it, do nothing."
    ),
    reaches=(EMAIL,),
)
