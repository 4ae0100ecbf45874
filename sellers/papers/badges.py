"""What buyers see of papers: a listing's and a stall's badges.

Green only while a paper is verified and not expired, compared with today at every reading. Each
badge leads to what it means.
"""

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from catalogue.models import Pirt, Product
from sellers.models import Credential, Seller
from sellers.papers.rules import PER_LISTING, Goods, Need, Rule, rules_for, rules_of
from shop.look.languages import local_path
from shop.look.pieces import Paper

Kind, State = Credential.Kind, Credential.State

INFO = "/info/surat/"
SHORT: dict[str, str | Promise] = {
    Kind.NIB: "NIB",
    Kind.PIRT: "P-IRT",
    Kind.HALAL: gettext_lazy("Halal"),
    Kind.SKKH: "SKKH",
    Kind.FISH_HEALTH: gettext_lazy("Fish health"),
    Kind.ORGANIC: gettext_lazy("Organic"),
}
#: In which order one paper of several of a kind speaks for it.
BEST = ("checked", "pending", "expired")


def badges_for(product: Product, seller: Seller, goods: Goods | None = None) -> list[Paper]:
    """Return a listing's badges: what it needs, whether it is there, what the stall shows.

    Asks two questions of the database, however many papers there are; one when its category
    is given as `goods`.
    """
    named = Credential.listings.through.objects.filter(credential=OuterRef("pk"), product=product)
    held = Credential.objects.held().exclude(state=State.REFUSED).filter(seller=seller)
    papers = [
        paper
        for paper in held.annotate(is_named=Exists(named))
        if paper.kind not in PER_LISTING or paper.is_named
    ]
    found = []
    for rule in (rules_for(goods) if goods else rules_of(product)).values():
        of_kind = [paper for paper in papers if paper.kind == rule.kind]
        if badge := _badge(rule, of_kind, product):
            found.append(badge)
    return found


def with_badges(sellers: QuerySet[Seller]) -> QuerySet[Seller]:
    """Read the whole stall's green badges with the stalls, for `badges_of_stall`."""
    valid = Credential.objects.valid().filter(seller=OuterRef("pk"))
    return sellers.annotate(
        shows_nib=Exists(valid.filter(kind=Kind.NIB)),
        shows_organic=Exists(valid.filter(kind=Kind.ORGANIC)),
        other_paper=Subquery(valid.filter(kind=Kind.OTHER).order_by("pk").values("title")[:1]),
    )


def badges_of_stall(seller: Seller) -> list[Paper]:
    """Return the green badges of the whole stall, which must come from `with_badges`."""
    shown = [(seller.shows_nib, Kind.NIB, SHORT[Kind.NIB])]
    shown.append((seller.shows_organic, Kind.ORGANIC, SHORT[Kind.ORGANIC]))
    shown.append((seller.other_paper, Kind.OTHER, seller.other_paper))
    return [
        Paper(f"{name}: {pgettext('paper', 'checked')}", "checked", _meaning(kind))
        for is_shown, kind, name in shown
        if is_shown
    ]


def badge_of(paper: Credential) -> Paper:
    """Return one paper's own badge; a refused one is shown to its holders only."""
    if paper.state == State.REFUSED:
        return Paper(f"{SHORT.get(paper.kind) or paper.name}: {_('refused')}", "expired")
    return _paper(paper, state_of(paper))


def state_of(paper: Credential) -> str:
    """Return how a badge shows a paper: checked, expired or pending."""
    if paper.state == State.VERIFIED:
        return "expired" if paper.is_expired else "checked"
    return "pending"


def _badge(rule: Rule, papers: list[Credential], product: Product) -> Paper | None:
    """Return the badge of one kind for a listing; None where there is nothing to say."""
    if rule.kind == Kind.HALAL and product.is_declared_not_halal:
        return None
    if rule.need in (Need.DOES_NOT_APPLY, Need.IMPOSSIBLE):
        needs_other = rule.need is Need.IMPOSSIBLE and product.pirt == Pirt.IMPOSSIBLE
        text = _("BPOM or NKV licence: none yet")
        return Paper(text, "missing", _meaning("bpom")) if needs_other else None
    if papers:
        best = min(papers, key=lambda paper: BEST.index(state_of(paper)))
        if rule.need is not Need.MAY or best.is_valid:
            return _paper(best, state_of(best))
    if rule.need is Need.NEEDED:
        return _said(rule.kind, "missing", _("%(paper)s: none yet"))
    if rule.need is Need.NOT_NEEDED:
        return _said(rule.kind, "not_needed", _("%(paper)s: not needed"))
    return None


def _said(kind: str, state: str, text: str) -> Paper:
    return Paper(text % {"paper": SHORT[kind]}, state, _meaning(kind))


def _paper(paper: Credential, state: str) -> Paper:
    name = SHORT.get(paper.kind) or paper.name
    return Paper(f"{name}: {_words(paper, state)}", state, _meaning(paper.kind))


def _meaning(anchor: str) -> str:
    return local_path(f"{INFO}#{anchor}")


def _words(paper: Credential, state: str) -> str:
    if state == "expired":
        return _("expired %(month)s") % {"month": formats.date_format(paper.expires_on, "F Y")}
    if state == "checked":
        return pgettext("paper", "checked")
    if paper.state == State.IN_PROCESS:
        return _("being applied for")
    return _("waiting to be checked")
