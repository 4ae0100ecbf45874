"""Links to videos: four well-known places, by https; nothing of them is loaded by a page."""

from urllib.parse import urlsplit

from . import refusals

#: Hosts by the name people know; "www." and "m." before them are the same place.
PLACES = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "tiktok.com": "TikTok",
    "vt.tiktok.com": "TikTok",
    "vm.tiktok.com": "TikTok",
    "instagram.com": "Instagram",
    "facebook.com": "Facebook",
    "web.facebook.com": "Facebook",
    "fb.watch": "Facebook",
}
LONGEST = 200


def checked_video(value: object) -> str:
    """Return the link, "" for none. Raises refusals.BadVideo."""
    link = str(value or "").strip()
    if link and not place_of(link):
        raise refusals.BadVideo
    return link


def place_of(link: str) -> str:
    """Return the name of where the video is, "" for a link that is not taken."""
    if len(link) > LONGEST or any(
        character.isspace() or character in "\\<>\"'" for character in link
    ):
        return ""
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme != "https" or port is not None or "@" in parts.netloc or len(parts.path) < 2:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return PLACES.get(host, "")
