"""One request to a provider: bounded in time and size, never redirected, silent about people."""

from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

#: Seconds; three gateways and a mail server together stay below a message's lease (two minutes).
TIMEOUT = 20
LONGEST_ANSWER = 64_000


class GatewayFailed(Exception):
    """The provider did not take the message; `status` is its HTTP status, 0 without an answer."""

    def __init__(self, status: int = 0):
        super().__init__(status)
        self.status = status


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would carry keys and phone numbers to an address nobody chose."""

    def redirect_request(self, *_arguments, **_values):
        return None


def ask(url: str, *, body: bytes | None, headers: dict[str, str], method: str = "POST") -> str:
    """Return the text of a 2xx answer; raises GatewayFailed for everything else."""
    asked = Request(url, data=body, headers=headers, method=method)  # noqa: S310 - see opener
    opener = build_opener(_NoRedirect)
    try:
        with opener.open(asked, timeout=TIMEOUT) as answer:
            return answer.read(LONGEST_ANSWER).decode(errors="replace")
    except HTTPError as error:
        error.close()
        raise GatewayFailed(error.code) from None
    except (OSError, HTTPException, ValueError):
        raise GatewayFailed from None
