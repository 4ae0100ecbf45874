"""What owners are told about their papers: checked, refused, running out, expired, missing."""

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from sellers.models import Credential, Seller
from sellers.news.hearing import tell_owners
from shop.communication.kinds import register_kind

register_kind(
    "paper.verified",
    subject=_("%(paper)s is checked"),
    text=_("%(paper)s of %(stall)s is checked. Buyers see its badge now. %(site)s%(path)s"),
)
register_kind(
    "paper.refused",
    subject=_("%(paper)s was not accepted"),
    text=_(
        "%(paper)s of %(stall)s was not accepted. Reason: %(reason)s. Put it right here:"
        " %(site)s%(path)s"
    ),
)
register_kind(
    "paper.expiring",
    subject=_("%(paper)s runs out in %(days)s days"),
    text=_(
        "%(paper)s of %(stall)s is valid until %(until)s. Please have it renewed; afterwards its"
        " badge goes away, your goods stay on sale. %(site)s%(path)s"
    ),
)
register_kind(
    "paper.expired",
    subject=_("%(paper)s has run out"),
    text=_(
        "%(paper)s of %(stall)s was valid until %(until)s. Its badge is gone, your goods stay on"
        " sale. Enter the new paper here: %(site)s%(path)s"
    ),
)
register_kind(
    "paper.missing",
    subject=_("%(stall)s still lacks: %(papers)s"),
    text=_(
        "Goods of %(stall)s need a paper that is not entered yet: %(papers)s. They stay on sale,"
        " but without its badge. Enter it here: %(site)s%(path)s"
    ),
)


def tell_missing(seller: Seller, papers: list[str]) -> None:
    """Tell the owners which papers their goods lack, inside the caller's transaction."""
    values = {"papers": ", ".join(papers)}
    path = f"/lapak-saya/{seller.slug}/surat/"
    tell_owners(seller, "paper.missing", values=values, about=seller, path=path)


def tell(credential: Credential, kind: str, *, reason: str = "", days: int = 0) -> None:
    """Tell the owners of the paper's stall, inside the caller's transaction."""
    until = credential.expires_on
    values = {
        "paper": credential.name,
        "reason": reason,
        "days": days,
        "until": formats.date_format(until, "j F Y") if until else "",
    }
    path = f"/lapak-saya/{credential.seller.slug}/surat/"
    tell_owners(credential.seller, kind, values=values, about=credential, path=path)
