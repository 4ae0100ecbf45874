"""A worker that is killed by SIGKILL at one step of delivering.

Run as `python -m tests.communication.dying STEP` on the database of DATABASE_URL.
"""

import os
import signal
import sys

import django


def die(*_arguments: object, **_values: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(step: str) -> None:
    django.setup()
    from shop.communication import channels, outbox

    owner = {"_letter": outbox, "_settle": outbox, "deliver": channels.File}[step]
    setattr(owner, step, die)
    outbox.deliver_due()


if __name__ == "__main__":
    main(sys.argv[1])
