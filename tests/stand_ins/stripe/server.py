"""The process: HTTP, keys, idempotency, and the failures it was told to show."""

import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.stand_ins.stripe import api, control, forms, pages, sessions
from tests.stand_ins.stripe.deliveries import Postman
from tests.stand_ins.stripe.errors import ApiError
from tests.stand_ins.stripe.state import State

DAY = 24 * 60 * 60
BROKEN = {"error": {"type": "api_error", "message": "An unknown error occurred"}}


class NoAnswer(Exception):
    """The connection breaks here."""


class Handler(BaseHTTPRequestHandler):
    """One connection; the account is `server.state`."""

    protocol_version = "HTTP/1.1"
    # Head and body leave in one piece, at once.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: "Server"

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def log_message(self, *_arguments) -> None:
        """Keep quiet; `/_control/requests` tells."""

    def _answer(self, method: str) -> None:
        address = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        try:
            if address.path.startswith("/_control/"):
                self._control(address.path.removeprefix("/_control/"), body)
            elif address.path.startswith("/c/pay/"):
                self._page(method, address.path)
            else:
                text = address.query if method == "GET" else body
                self._call(method, address.path, text)
        except NoAnswer:
            self.close_connection = True
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _control(self, action: str, body: str) -> None:
        state = self.server.state
        try:
            with state.lock:
                answer = json.dumps(control.ACTIONS[action](state, **json.loads(body or "{}")))
        except ApiError as error:
            self._send(error.status, json.dumps(error.as_json()))
        except (KeyError, TypeError, ValueError) as error:
            self._send(400, json.dumps({"error": {"message": repr(error)}}))
        else:
            self._send(200, answer)

    def _page(self, method: str, path: str) -> None:
        state = self.server.state
        with state.lock:
            sessions.let_time_pass(state)
            state.cause = {"id": None, "idempotency_key": None}
            if method == "GET":
                status, html = pages.show(state, path)
            else:
                try:
                    status, html = 303, pages.act(state, path)
                except ApiError:
                    status, html = pages.show(state, path)
        if status == 303:
            self._send(303, "", Location=html)
        else:
            self._send(status, html, **{"Content-Type": "text/html; charset=utf-8"})

    def _call(self, method: str, path: str, text: str) -> None:
        """Answer one call of the API."""
        state = self.server.state
        with state.lock:
            record = self._record(method, path, text)
            fault = _fault(state, method, path)
        if fault["do"] == "hang":
            time.sleep(fault["seconds"])
        if fault["do"] in ("hang", "drop"):
            raise NoAnswer
        with state.lock:
            status, answer, is_replayed = self._once(record, text, fault["do"])
            record["status"] = status
        if fault["do"] == "done_hang":
            time.sleep(fault["seconds"])
        if fault["do"] in ("done_hang", "done_drop"):
            raise NoAnswer
        headers = {"Idempotent-Replayed": "true"} if is_replayed else {}
        self._send(status, json.dumps(answer), **{"Request-Id": record["id"], **headers})

    def _record(self, method: str, path: str, text: str) -> dict:
        state = self.server.state
        record = {
            "id": f"req_{secrets.token_hex(7)}",
            "method": method,
            "path": path,
            "text": text,
            "key": self.headers.get("Idempotency-Key") if method == "POST" else None,
            "version": self.headers.get("Stripe-Version", ""),
            "status": None,
            "at": state.now(),
        }
        state.requests.append(record)
        state.api_version = record["version"]
        state.cause = {"id": record["id"], "idempotency_key": record["key"]}
        return record

    def _once(self, record: dict, text: str, fault: str) -> tuple[int, dict, bool]:
        """Return status, answer and whether it is an answer given before."""
        state, key, now = self.server.state, record["key"], self.server.state.now()
        sessions.let_time_pass(state)
        if fault == "429":
            return 429, ApiError(429, "Too many requests", code="rate_limit").as_json(), False
        asked = [record["path"], sorted(parse_qsl(text, keep_blank_values=True))]
        kept = state.answers.get(key) if key else None
        if kept and kept["at"] + DAY > now:
            if kept["asked"] == asked:
                return kept["status"], kept["answer"], True
            error = ApiError(
                400,
                "Keys for idempotent requests can only be used with the same parameters they "
                f"were first used with. Try using a key other than '{key}'.",
                kind="idempotency_error",
            )
            return 400, error.as_json(), False
        status, answer, is_kept = 500, BROKEN, True
        if fault != "500":
            status, answer, is_kept = self._do(record["method"], record["path"], text)
        if fault == "done_500":
            status, answer = 500, BROKEN
        if key and is_kept:
            state.answers[key] = {"asked": asked, "status": status, "answer": answer, "at": now}
        return status, answer, False

    def _do(self, method: str, path: str, text: str) -> tuple[int, dict, bool]:
        state = self.server.state
        try:
            self._check_key()
            return 200, api.answer(state, method, path, forms.decode(text)), True
        except ApiError as error:
            return error.status, error.as_json(), error.is_kept

    def _check_key(self) -> None:
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        wanted = "_live_" if self.server.state.config["livemode"] else "_test_"
        if not key.startswith(("sk", "rk")) or wanted not in key:
            raise ApiError(401, "Invalid API Key provided", kind="invalid_request_error")

    def _send(self, status: int, text: str, **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Listens on this machine only."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int):
        super().__init__(("127.0.0.1", port), Handler)
        self.state = State()
        self.state.origin = f"http://127.0.0.1:{self.server_address[1]}"
        Postman(self.state).start()


def _fault(state: State, method: str, path: str) -> dict:
    """Return the failure that this call was told to show, counting it down."""
    for fault in state.faults:
        is_meant = path.startswith(fault["path"]) and fault["method"] in ("", method)
        if is_meant and fault["left"] > 0:
            fault["left"] -= 1
            return fault
    return {"do": "", "seconds": 0}
