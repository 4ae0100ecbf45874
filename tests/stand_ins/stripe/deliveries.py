"""Webhooks: signed as Stripe signs them, and as unreliable as the control API asks."""

import hashlib
import hmac
import random
import threading
import time
import urllib.error
import urllib.request

from tests.stand_ins.stripe.state import State


def signature(body: str, secret: str, at: int) -> str:
    """Return the `Stripe-Signature` header of a body sent at that time."""
    signed = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


class Postman(threading.Thread):
    """Delivers what waits to `webhook_url`, again and again until it is taken."""

    def __init__(self, state: State):
        super().__init__(daemon=True)
        self.state = state
        self.tries: dict[str, int] = {}

    def run(self) -> None:
        while True:
            time.sleep(0.05)
            self.round()

    def round(self) -> None:
        """Deliver once what is due now."""
        state = self.state
        with state.lock:
            config = dict(state.config)
            if not config["webhook_url"] or config["is_holding"]:
                return
            chance = random.Random(f"{config['seed']} {len(state.events)}")
            due = [
                one
                for one in state.waiting
                if state.objects[one]["created"] + config["delay"] <= state.now()
            ]
            state.waiting = [one for one in state.waiting if one not in due]
        due = [one for one in due if chance.random() >= config["lose"]]
        due = [one for one in due for _copy in range(chance.randint(1, config["repeat"]))]
        if config["shuffle"]:
            chance.shuffle(due)
        for one in due:
            if not self._taken(one, config) and self.tries.setdefault(one, 0) < 20:
                self.tries[one] += 1
                with state.lock:
                    state.waiting.append(one)

    def _taken(self, identifier: str, config: dict) -> bool:
        with self.state.lock:
            if identifier not in self.state.objects:
                return True
            body = self.state.body_of(identifier)
        header = signature(body, config["webhook_secret"], int(time.time()))
        request = urllib.request.Request(
            config["webhook_url"],
            data=body.encode(),
            headers={"Content-Type": "application/json", "Stripe-Signature": header},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status < 300
        except (urllib.error.URLError, OSError):
            return False
