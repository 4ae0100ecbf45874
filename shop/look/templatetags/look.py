"""Template tags and filters of the design system: `{% load look %}`."""

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString, mark_safe

from shop.look import cards, critical, icons, languages, saving, words
from shop.money import format_rupiah

register = template.Library()

register.filter("rupiah", format_rupiah)
register.filter("keep_units", stringfilter(words.keep_units))
register.filter("phone_display", words.phone_display)
register.filter("day", words.day)
register.filter("full_day", words.full_day)
register.filter("clock", words.clock)
register.filter("grams", words.grams_words)
register.filter("moment", words.moment)
register.filter("percent", words.percent)
register.filter("ground", cards.ground)


@register.simple_tag(takes_context=True)
def critical_css(context: template.Context, kind: str) -> SafeString:
    """Write the one inline `<style>` of a page kind of `shop.look.critical`.

    The request remembers the kind, so that the content policy names only its hash.
    """
    if request := context.get("request"):
        request.style_kind = kind
    return mark_safe(f"<style>{critical.style_text(kind)}</style>")  # noqa: S308 - our own CSS


@register.simple_tag(takes_context=True)
def wide_pictures(context: template.Context) -> bool:
    """Whether cards may offer pictures wider than 180 px: not to who saves data."""
    request = getattr(context, "request", None)
    return request is None or not saving.saves_data(request)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Write an interface icon; `"small"` is 18 px, else 24 px."""
    return mark_safe(icons.icon_svg(name, is_small=size == "small"))  # noqa: S308 - our own SVG


@register.simple_tag
def local(path: str) -> str:
    """Give one of the shop's addresses in the language being written."""
    return languages.local_path(path)
