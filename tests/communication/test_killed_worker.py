import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from shop.communication import codes
from shop.communication.models import Message
from shop.communication.outbox import deliver_due
from tests.live import ROOT, database_url


@pytest.mark.parametrize(
    ("step", "copies"),
    [
        pytest.param("_letter", 1, id="with the lease taken"),
        pytest.param("deliver", 1, id="at the channel's door"),
        pytest.param("_settle", 2, id="delivered but not noted"),
    ],
)
def test_sigkill_loses_no_message_and_repeats_only_what_was_not_noted(
    step, copies, each_database, arrived, outbox_file
):
    codes.issue("+6281234567890", purpose="order.cash", browser_key="browser")
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "shop.settings.test",
        "TEST_SCRATCH": str(outbox_file.parent),
    }
    worker = subprocess.run(
        [sys.executable, "-m", "tests.communication.dying", step], cwd=ROOT, env=environment
    )
    assert worker.returncode == -signal.SIGKILL

    assert deliver_due() == 0, "the dead worker's lease still holds"
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert deliver_due() == 1

    message = Message.objects.get()
    assert (message.state, message.secret, message.attempts) == ("sent", None, 2)
    assert [letter["message_id"] for letter in arrived()] == [message.pk] * copies
