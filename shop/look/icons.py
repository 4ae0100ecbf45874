"""Own 24 px line icons: stroke 2, round, always beside a word.

Written into the page where they are used. A second use costs a few bytes after
compression, less than a `<use>` with its sprite.
"""

PATHS = {
    "alarm": '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21.5h4"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "bag": '<path d="M4 9h16l-1.6 10.2a1 1 0 0 1-1 .8H6.6a1 1 0 0 1-1-.8zM8 9l3-5.5M16 9l-3-5.5"/>',
    "box": '<path d="M4 7.5 12 3l8 4.5v9L12 21l-8-4.5zM4 7.5l8 4.5 8-4.5M12 12v9"/>',
    "call": (
        '<path d="M6 3.5h3.5l1.5 4.5-2.2 1.6a11 11 0 0 0 5.6 5.6L16 13l4.5 1.5V18a2.5'
        ' 2.5 0 0 1-2.7 2.5A15.5 15.5 0 0 1 3.5 6.2 2.5 2.5 0 0 1 6 3.5z"/>'
    ),
    "cam": '<path d="M3 7.5h4L8.5 5h7L17 7.5h4v12H3z"/><circle cx="12" cy="13" r="3.5"/>',
    "cash": '<path d="M3 7h18v10H3zM6.5 10v4M17.5 10v4"/><circle cx="12" cy="12" r="2.2"/>',
    "chat": '<path d="M4 5h16v11h-9l-4.5 4v-4H4z"/>',
    "copy": '<path d="M9 9h11v11H9zM15 9V4H4v11h5"/>',
    "hand": (
        '<path d="M8 12V5.5a1.5 1.5 0 0 1 3 0V11 4a1.5 1.5'
        ' 0 0 1 3 0v7-5a1.5 1.5 0 0 1 3 0v9a6 6 0 0 1-11 3.3L3.5 14a1.5 1.5 0 0 1 2.5-1.5L8 15"/>'
    ),
    "home": '<path d="M4 11.5 12 4l8 7.5M6.5 9.5V20h11V9.5M10 20v-5.5h4V20"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.1"/>',
    "less": '<path d="M5 12h14"/>',
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "more": '<path d="M5 12h14M12 5v14"/>',
    "note": '<path d="M6 3.5h12v17H6zM9 8h6M9 12h6M9 16h3"/>',
    "ok": '<path d="m4.5 12.5 5 5 10-11"/>',
    "pin": (
        '<path d="M12 21.5c4-4.5 6.5-8 6.5-11.5a6.5 6.5 0 0 0-13 0c0 3.5 2.5 7 6.5 11.5z"/>'
        '<circle cx="12" cy="10" r="2.2"/>'
    ),
    "print": '<path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z"/>',
    "scale": '<path d="M4 20.5h16l-1.5-11h-13zM8 9.5C8 3 16 3 16 9.5M12 16l2-3.5"/>',
    "seek": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "share": '<path d="M12 15V3.5M7.5 7.5 12 3.5l4.5 4M5 12v8.5h14V12"/>',
    "sift": '<path d="M4 6.5h16M7 12h10M10 17.5h4"/>',
    "time": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>',
    "truck": (
        '<path d="M2.5 6h11v10h-11zM13.5 9.5h4l4 3.5v3h-8"/>'
        '<circle cx="7" cy="17.5" r="2"/><circle cx="17" cy="17.5" r="2"/>'
    ),
    "warn": '<path d="M12 3.5 2.5 20h19zM12 10v4.5M12 17v.1"/>',
    "x": '<path d="m6 6 12 12M18 6 6 18"/>',
    "you": (
        '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4 3.6-5.5 7.5-5.5s6.9 1.5 7.5 5.5"/>'
    ),
}


class UnknownIcon(LookupError):
    """No such icon: `PATHS` lists them."""


def icon_svg(name: str, *, is_small: bool = False) -> str:
    """Return the icon's inline SVG, hidden from screen readers; raise `UnknownIcon`."""
    if name not in PATHS:
        raise UnknownIcon(name)
    size = "i s" if is_small else "i"
    return f'<svg class="{size}" viewBox="0 0 24 24" aria-hidden="true">{PATHS[name]}</svg>'
