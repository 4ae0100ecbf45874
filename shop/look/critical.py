"""Critical CSS: the part of the style that a page needs for its first paint.

Each page kind names the parts it uses. They are joined and minified into the page's one
inline `<style>`, whose SHA-256 the content security policy allows. Settings import this
module, so it needs nothing of Django.
"""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

CSS = Path(__file__).parent / "css"

# Every part, in the order in which it may override the ones before it.
PARTS = (
    "slope",
    "tiles",
    "picture",
    "card",
    "crumb",
    "chip",
    "seller",
    "note",
    "empty",
    "form",
    "option",
    "stepper",
    "paybar",
    "facts",
    "sum",
    "steps",
    "time",
    "table",
    "pages",
    "prose",
    "browse",
    "product",
    "village",
    "basket",
    "desk",
)
GOODS = {"picture", "card"}
FORM = {"note", "form", "option"}
PAGE_KINDS = {
    "home": {"slope", "tiles", *GOODS},
    "village": {"slope", *GOODS, "chip", "seller", "facts", "village"},
    "browse": {*GOODS, "crumb", "chip", "option", "browse", "paybar", "note", "empty", "pages"},
    "product": {*GOODS, *FORM, "crumb", "chip", "seller", "stepper", "paybar", "facts", "product"},
    "stall": {
        *GOODS,
        "crumb",
        "chip",
        "seller",
        "note",
        "empty",
        "facts",
        "pages",
        "option",
        "browse",
        "paybar",
    },
    "basket": {"picture", "seller", *FORM, "stepper", "steps", "sum", "paybar", "basket", "empty"},
    "checkout": {*FORM, "picture", "seller", "steps", "sum", "paybar", "facts", "basket", "chip"},
    "order": {
        *FORM,
        "picture",
        "seller",
        "time",
        "sum",
        "paybar",
        "facts",
        "basket",
        "table",
        "chip",
    },
    "account": {*FORM, "crumb", "empty", "table", "pages", "facts"},
    "staff": {*FORM, "chip", "table", "pages", "facts", "time", "sum", "empty", "basket"},
    "desk": {
        *FORM,
        "desk",
        "picture",
        "chip",
        "stepper",
        "empty",
        "facts",
        "table",
        "time",
        "sum",
        "pages",
    },
    "info": {"crumb", "prose", "note", "facts", "empty"},
    "style": set(PARTS),
}

STRING = re.compile(r'("[^"]*")')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class UnknownPageKind(LookupError):
    """No such page kind: `PAGE_KINDS` lists them."""


@cache
def style_text(kind: str) -> str:
    """Return the minified CSS of a page kind; raise `UnknownPageKind` for any other word."""
    if kind not in PAGE_KINDS:
        raise UnknownPageKind(kind)
    parts = ["core", *(part for part in PARTS if part in PAGE_KINDS[kind])]
    return minify("\n".join((CSS / f"{part}.css").read_text() for part in parts))


def style_hash(kind: str) -> str:
    """Return the policy source that allows this kind's `<style>`: `'sha256-…'`, quoted."""
    digest = sha256(style_text(kind).encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


@cache
def style_hashes() -> tuple[str, ...]:
    """Return the policy sources of all page kinds, for `style-src`."""
    return tuple(style_hash(kind) for kind in PAGE_KINDS)


def minify(css: str) -> str:
    """Drop comments and needless space outside of quoted strings."""
    return "".join(
        piece if piece.startswith('"') else squeeze(piece)
        for piece in STRING.split(COMMENT.sub("", css))
    ).strip()


def squeeze(css: str) -> str:
    """Shorten CSS without strings; a space before `:` stays, for it means a descendant."""
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    return css.replace(": ", ":").replace(";}", "}")
