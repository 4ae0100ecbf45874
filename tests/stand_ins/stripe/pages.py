"""The hosted page, in plain HTML: pay, be declined, prove who you are, or walk away."""

from html import escape

from tests.stand_ins.stripe import payments
from tests.stand_ins.stripe.errors import ApiError
from tests.stand_ins.stripe.state import State

FRAME = """<!doctype html><html lang="id"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pembayaran</title><h1>Pembayaran kartu</h1>{}</html>"""


def show(state: State, path: str) -> tuple[int, str]:
    """Return status and HTML of the page of one session."""
    identifier = path.removeprefix("/c/pay/").split("/")[0]
    try:
        session = state.find("checkout.session", identifier)
    except ApiError:
        return 404, FRAME.format("<p>Halaman ini tidak ada.</p>")
    if session["status"] != "open":
        return 410, FRAME.format(f"<p>Halaman ini sudah ditutup ({session['status']}).</p>")
    if path.endswith("/3ds"):
        choices = _form(session, "3ds/ok", "Benar, ini saya") + _form(
            session, "3ds/gagal", "Bukan saya"
        )
        return 200, FRAME.format(f"<p>Bank Anda bertanya: apakah ini Anda?</p>{choices}")
    intent = state.objects.get(session["payment_intent"], {})
    error = intent.get("last_payment_error")
    said = f"<p role=alert>{escape(error['message'])}</p>" if error else ""
    amount = f"{session['currency'].upper()} {session['amount_total'] / 100:,.2f}"
    choices = (
        _form(session, "bayar", "Bayar")
        + _form(session, "tolak", "Tolak")
        + _form(session, "3ds", "Bayar dengan 3-D Secure")
    )
    back = escape(session["cancel_url"] or "")
    return 200, FRAME.format(
        f"<p>{amount}</p>{said}{choices}<p><a href='{back}'>Kembali ke toko</a></p>"
    )


def _form(session: dict, step: str, words: str) -> str:
    address = f"/c/pay/{session['id']}/{step}"
    return f"<form method=post action='{address}'><button>{words}</button></form>"


def act(state: State, path: str) -> str:
    """Do what the payer pressed and return where she goes next. Raises ApiError."""
    identifier, step = path.removeprefix("/c/pay/").split("/", 1)
    here = f"/c/pay/{identifier}"
    if step in ("bayar", "3ds/ok"):
        session = payments.pay(state, identifier)
        return session["success_url"].replace("{CHECKOUT_SESSION_ID}", identifier)
    if step in ("tolak", "3ds/gagal"):
        payments.decline(state, identifier)
        return here
    if step == "3ds":
        payments.ask_for_3ds(state, identifier)
        return f"{here}/3ds"
    raise ApiError(404, "No such step")
