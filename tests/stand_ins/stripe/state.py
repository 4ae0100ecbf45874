"""All that the stand-in knows: objects, clock, events, and how it was told to behave."""

import copy
import json
import secrets
import threading
import time

from tests.stand_ins.stripe.errors import ApiError

#: How the account is set up; every value can be changed by the control API.
DEFAULTS = {
    "livemode": False,
    "account": "",
    # None: as the last request said in its header
    "api_version": None,
    "minimum": 1_000_000,
    "settlement_currency": "idr",
    # settlement minor units for one minor unit of the charge
    "exchange_rate": 1.0,
    "fee_bp": 340,
    "fee_fixed": 500_000,
    "dispute_fee": 24_000_000,
    "capture_days": 7,
    "refund_status": "succeeded",
    # the balance transaction of a charge is known only after `settle`
    "moves_come_late": False,
    # what an authorisation gives back shows as a refund without a balance transaction
    "releases_show_as_refunds": False,
    "webhook_url": "",
    "webhook_secret": "whsec_stand_in",
    "is_holding": False,
    "lose": 0.0,
    "repeat": 1,
    "delay": 0.0,
    "shuffle": False,
    "seed": 1,
}


class State:
    """One account at the provider. Everything happens under `lock`."""

    def __init__(self):
        self.lock = threading.RLock()
        self.origin = ""
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        with self.lock:
            self.config = dict(DEFAULTS)
            self.offset = 0.0
            self.objects: dict[str, dict] = {}
            self.events: list[dict] = []
            self.waiting: list[str] = []
            self.requests: list[dict] = []
            self.answers: dict[str, dict] = {}
            self.faults: list[dict] = []
            self.api_version = ""
            self.cause = {"id": None, "idempotency_key": None}

    def now(self) -> int:
        """Return the account's time in whole seconds."""
        return int(time.time() + self.offset)

    def add(self, prefix: str, kind: str, **fields) -> dict:
        """Keep a new object of that kind."""
        made = {
            "id": f"{prefix}_{secrets.token_hex(12)}",
            "object": kind,
            "created": self.now(),
            "livemode": self.config["livemode"],
            **fields,
        }
        self.objects[made["id"]] = made
        return made

    def find(self, kind: str, identifier: str) -> dict:
        """Return an object by its id. Raises ApiError when there is none."""
        found = self.objects.get(identifier)
        if found is None or found["object"] != kind:
            raise ApiError(
                404, f"No such {kind}: '{identifier}'", code="resource_missing", param="id"
            )
        return found

    def all(self, kind: str) -> list[dict]:
        """Return every object of a kind, oldest first."""
        return [found for found in self.objects.values() if found["object"] == kind]

    def tell(self, name: str, about: dict) -> None:
        """Write an event about an object as it is now; its webhook waits to be delivered."""
        public = {key: value for key, value in about.items() if not key.startswith("_")}
        event = self.add(
            "evt",
            "event",
            api_version=self.config["api_version"] or self.api_version,
            data={"object": copy.deepcopy(public)},
            pending_webhooks=1,
            request=dict(self.cause),
            type=name,
        )
        if self.config["account"]:
            event["account"] = self.config["account"]
        self.events.append(event)
        self.waiting.append(event["id"])

    def body_of(self, identifier: str) -> str:
        """Return the bytes that a webhook sends for an event."""
        return json.dumps(self.objects[identifier], indent=2)
