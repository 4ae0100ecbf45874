"""WhatsApp by Meta's Cloud API: a message that a business begins is always an approved template.

Codes take a template of the category "authentication" with its copy button, all else a "utility"
template whose body has one place: {{1}}. Source: Meta, "WhatsApp Business Platform, Cloud API,
Messages" and "Authentication templates".
"""

import json

from django.conf import settings

from .asking import ask

#: Meta refuses a body of more than 1,024 characters, the template's own words included.
LONGEST_TEXT = 900


def send_code(phone: str, code: str, *, language: str) -> None:
    """Send a code (to an E.164 number) by the authentication template."""
    place = [{"type": "text", "text": code}]
    button = {"type": "button", "sub_type": "url", "index": "0", "parameters": place}
    parts = [{"type": "body", "parameters": place}, button]
    _send(phone, settings.WHATSAPP_CODE_TEMPLATE, language, parts)


def send_text(phone: str, text: str, *, language: str) -> None:
    """Send a text (to an E.164 number) by the utility template; places take no line breaks."""
    line = " ".join(text.split())
    short = line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1]}…"
    parts = [{"type": "body", "parameters": [{"type": "text", "text": short}]}]
    _send(phone, settings.WHATSAPP_TEXT_TEMPLATE, language, parts)


def _send(phone: str, template: str, language: str, parts: list[dict]) -> None:
    message = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": phone.removeprefix("+"),
        "type": "template",
        "template": {"name": template, "language": {"code": language}, "components": parts},
    }
    ask(
        f"{settings.WHATSAPP_URL.rstrip('/')}/{settings.WHATSAPP_PHONE_ID}/messages",
        body=json.dumps(message).encode(),
        headers={
            "Authorization": f"Bearer {settings.WHATSAPP_TOKEN}",
            "Content-Type": "application/json",
        },
    )
