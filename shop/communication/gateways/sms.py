"""SMS through any provider with one HTTP request a message; settings say how it is spelled."""

import json
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

from .asking import GatewayFailed, ask


def send_text(phone: str, text: str) -> None:
    """Send a text to an E.164 number.

    Raises GatewayFailed also where the provider answers 200 without the word SMS_ACCEPTED.
    """
    fields = dict(parse_qsl(settings.SMS_FIELDS))
    fields |= {settings.SMS_PHONE_FIELD: spelled(phone), settings.SMS_TEXT_FIELD: text}
    headers = dict(line.split(": ", 1) for line in settings.SMS_HEADERS)
    if settings.SMS_FORMAT == "query":
        url = f"{settings.SMS_URL}?{urlencode(fields)}"
        answer = ask(url, body=None, headers=headers, method="GET")
    elif settings.SMS_FORMAT == "json":
        headers["Content-Type"] = "application/json"
        answer = ask(settings.SMS_URL, body=json.dumps(fields).encode(), headers=headers)
    else:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = ask(settings.SMS_URL, body=urlencode(fields).encode(), headers=headers)
    if settings.SMS_ACCEPTED not in answer:
        raise GatewayFailed(200)


def spelled(phone: str) -> str:
    """Write an E.164 number as the provider wants it: +62812…, 62812… or 0812…."""
    if settings.SMS_PHONE_SPELLING == "plain":
        return phone.removeprefix("+")
    if settings.SMS_PHONE_SPELLING == "local" and phone.startswith("+62"):
        return "0" + phone.removeprefix("+62")
    return phone
