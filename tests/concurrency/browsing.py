"""A browser without scripts: plain HTTP requests, cookies, redirects and forms."""

import http.cookiejar
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from urllib.parse import urlencode, urljoin, urlsplit

PATIENCE = 60


@dataclass
class Form:
    """A form of a page with the values it would send as it stands."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """What came back after all redirects."""

    url: str
    status: int
    text: str
    forms: list[Form]

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def form_with(self, name: str) -> Form:
        """Return the form that has a field of that name."""
        return next(form for form in self.forms if name in form.fields)


class Browser:
    """One buyer's browser, with cookies of its own."""

    def __init__(self, site: str):
        self.site = site
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), AnyStatus()
        )

    def get(self, path: str) -> Page:
        return self._open(urllib.request.Request(urljoin(self.site, path)))

    def post(self, path: str, fields: dict[str, object]) -> Page:
        return self._open(self.request(path, fields))

    def submit(self, page: Page, form: Form, **fields: object) -> Page:
        """Send a form of a page as it stands, with some fields filled in."""
        return self.post(urljoin(page.url, form.action), {**form.fields, **fields})

    def request(self, path: str, fields: dict[str, object]) -> urllib.request.Request:
        """Return a form's request as a browser sends it; it still lacks the cookies."""
        return urllib.request.Request(
            urljoin(self.site, path),
            urlencode(fields).encode(),
            {"Origin": self.site, "Sec-Fetch-Site": "same-origin"},
        )

    def _open(self, request: urllib.request.Request) -> Page:
        with self._opener.open(request, timeout=PATIENCE) as answer:
            text = answer.read().decode()
            return Page(answer.url, answer.status, text, forms_of(text))


class AnyStatus(urllib.request.HTTPErrorProcessor):
    """Follow redirects, but give back refusals and errors as pages."""

    def http_response(self, request: urllib.request.Request, response: HTTPResponse):
        if response.status in (301, 302, 303):
            return super().http_response(request, response)
        return response


def forms_of(text: str) -> list[Form]:
    reader = FormReader()
    reader.feed(text)
    return reader.forms


class FormReader(HTMLParser):
    """Reads the forms of a page: inputs with their values, boxes and radios that are ticked."""

    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag in ("input", "textarea") and self.forms and given.get("name"):
            is_box = given.get("type") in ("radio", "checkbox")
            if not is_box or "checked" in given:
                self.forms[-1].fields[given["name"]] = given.get("value", "")
