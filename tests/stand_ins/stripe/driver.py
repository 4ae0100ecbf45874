"""How tests start the provider and steer it."""

import json
import random
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl

from tests.stand_ins.stripe.deliveries import signature

ROOT = Path(__file__).resolve().parents[3]
SECRET = "whsec_stand_in"
KEY = "sk_test_stand_in"


class Refusal(AssertionError):
    """What was to happen can't happen at the provider, as when a closed page is paid."""


class StandIn:
    """The provider at one address. Amounts are in minor units, ids are the provider's."""

    def __init__(self, origin: str):
        self.origin = origin
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def control(self, action: str, **arguments):
        """Do one action of the control API. Raises Refusal with the provider's words."""
        request = urllib.request.Request(
            f"{self.origin}/_control/{action}", data=json.dumps(arguments).encode()
        )
        try:
            with self._opener.open(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            said = f"{action}: {error.read().decode()}"
            kind = Refusal if "invalid_request_error" in said else AssertionError
            raise kind(said) from None

    def reset(self) -> None:
        """Forget everything, also how it was configured."""
        self.control("reset")

    def configure(self, **values) -> None:
        """Change how the account is set up; `state.DEFAULTS` lists what there is."""
        self.control("configure", **values)

    def advance(self, **time_parts: float) -> None:
        """Let time pass at the provider: `advance(hours=25)`."""
        sizes = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        seconds = sum(sizes[name] * value for name, value in time_parts.items())
        self.control("clock", seconds=seconds)

    def age(self, *, seconds: int) -> None:
        """Let everything there be older by so much; its clock goes on showing our time."""
        self.control("age", seconds=seconds)

    def heal(self) -> None:
        """Let no more calls fail."""
        self.control("heal")

    def fail(
        self, path: str, do: str, *, count: int = 1, seconds: float = 30, method: str = ""
    ) -> None:
        """Let the next calls whose path begins so fail; `control._fail` lists the ways."""
        self.control("fail", path=path, do=do, count=count, seconds=seconds, method=method)

    # What the payer does

    def pay(self, session: str) -> dict:
        """Pay on the hosted page with a good card."""
        return self.control("pay", session=session)

    def decline(self, session: str) -> dict:
        """Try a card that the bank declines."""
        return self.control("decline", session=session)

    def three_d_secure(self, session: str, *, succeeds: bool = True) -> dict:
        """Pay with a card whose bank asks first."""
        self.control("three_d_secure", session=session)
        return self.pay(session) if succeeds else self.decline(session)

    # What happens at the provider

    def dashboard_refund(self, *, intent: str, amount: int | None = None) -> dict:
        """Refund in the provider's own dashboard: no metadata of ours."""
        amounts = {} if amount is None else {"amount": str(amount)}
        return self.control("refund", payment_intent=intent, **amounts)

    def finish_refund(self, refund: str, *, status: str = "succeeded") -> dict:
        """Let a refund succeed or fail later."""
        return self.control("finish_refund", refund=refund, status=status)

    def open_dispute(self, charge: str, **how) -> dict:
        """Let the card holder's bank take the money back (`amount`, `reason`)."""
        return self.control("open_dispute", charge=charge, **how)

    def close_dispute(self, dispute: str, *, is_won: bool) -> dict:
        """Let the bank decide."""
        return self.control("close_dispute", dispute=dispute, is_won=is_won)

    def pay_out(self, *, amount: int | None = None, fails: bool = False) -> dict:
        """Send the balance to the account's bank."""
        return self.control("pay_out", amount=amount, fails=fails)

    def fail_payout(self, payout: str) -> dict:
        """Let the bank send a payout back."""
        return self.control("fail_payout", payout=payout)

    def settle(self) -> None:
        """Write the balance transactions that `moves_come_late` held back."""
        self.control("settle")

    # What can be seen

    def objects(self, kind: str) -> list[dict]:
        """Return all objects of a kind ("checkout.session", "charge", "refund"…), oldest first."""
        return self.control("objects", kind=kind)

    def last(self, kind: str) -> dict:
        """Return the newest object of a kind."""
        return self.objects(kind)[-1]

    def balance(self) -> int:
        """Return what the account holds, in minor units of its settlement currency."""
        return self.control("balance")["balance"]

    def requests(self, path: str = "", *, method: str = "POST") -> list[dict]:
        """Return the calls whose path begins so, each with `text` and `parameters` as sent."""
        found = [
            one
            for one in self.control("requests")
            if one["path"].startswith(path) and one["method"] == method
        ]
        return [one | {"parameters": dict(parse_qsl(one["text"]))} for one in found]

    # Webhooks

    def tell(self, kind: str, about: dict) -> dict:
        """Make an event of any type about any object."""
        return self.control("event", type=kind, object=about)

    def waiting(self) -> list[dict]:
        """Take the webhooks that wait (`id`, `type`, `body`); they are delivered by nobody else."""
        return self.control("waiting")

    def deliver(
        self,
        client,
        *,
        lose: float = 0,
        repeat: int = 1,
        shuffle: bool = False,
        chance: random.Random | None = None,
        secret: str = SECRET,
        path: str = "/webhooks/stripe/",
    ) -> list[int]:
        """Post the waiting webhooks with Django's test client; return the statuses in order.

        Each is lost with probability `lose`, else sent 1 to `repeat` times.
        """
        chance = chance or random.Random(1)
        due = [one for one in self.waiting() if chance.random() >= lose]
        due = [one for one in due for _copy in range(chance.randint(1, repeat))]
        if shuffle:
            chance.shuffle(due)
        return [self.post(client, one["body"], secret=secret, path=path) for one in due]

    def post(
        self, client, body: str, *, secret: str = SECRET, path: str = "/webhooks/stripe/"
    ) -> int:
        """Post one webhook, freshly signed; return the status."""
        header = signature(body, secret, int(time.time()))
        answer = client.post(
            path,
            data=body,
            content_type="application/json",
            headers={"Stripe-Signature": header},
        )
        return answer.status_code

    def settings(self) -> dict:
        """Return the settings that point the shop here."""
        return {
            "STRIPE_SECRET_KEY": KEY,
            "STRIPE_API_BASE": self.origin,
            "STRIPE_WEBHOOK_SECRETS": [SECRET],
            "STRIPE_PAGE_ORIGIN": self.origin,
            "STRIPE_ACCOUNT": "",
            "STRIPE_TIMEOUT": 2,
        }


@contextmanager
def running() -> Iterator[StandIn]:
    """Run the provider as its own process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stand_ins.stripe", "--while-input-lasts"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    try:
        yield StandIn(process.stdout.readline().strip())
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
