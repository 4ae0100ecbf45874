"""The staff's screen about cards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.payment.models import Dispute, Payment, ProviderEvent, Reconciliation
from tests.payment.told import again, card_payment, told_paid

PAGE = "/dashboard/kartu/"


@pytest.fixture
def doubtful(client, stripe_stand_in) -> Payment:
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    Payment.objects.filter(pk=payment.pk).update(due=50_001)
    stripe_stand_in.deliver(client)
    return again(payment)


@pytest.mark.parametrize(
    ("role", "status"),
    [("anonymous", 302), ("buyer", 403), ("support", 403), ("maker", 200), ("releaser", 200)],
)
def test_only_who_handles_money_sees_it(sign_in, role, status):
    assert sign_in(role).get(PAGE).status_code == status


def test_a_doubt_is_shown_and_settled(sign_in, doubtful):
    browser = sign_in("maker")
    text = browser.get(PAGE).content.decode()
    assert doubtful.order.number in text
    assert "Jumlahnya lain dari yang kami minta: Rp50.000, seharusnya Rp50.001." in text
    assert "Terima" in text or "terima" in text
    answer = browser.post(f"{PAGE}ragu/{doubtful.pk}/tolak/", {"reason": ""}, follow=True)
    assert "Isi alasannya dulu." in answer.content.decode()
    browser.post(f"{PAGE}ragu/{doubtful.pk}/tolak/", {"reason": "Jumlahnya lain."})
    assert again(doubtful).state == "rejected"


def test_who_releases_settles_no_doubt(sign_in, doubtful):
    answer = sign_in("releaser").post(f"{PAGE}ragu/{doubtful.pk}/terima/")
    assert answer.status_code == 403
    assert again(doubtful).state == "in_doubt"


def test_a_quarantined_event_is_looked_at_once(sign_in, doubtful):
    row = ProviderEvent.objects.filter(state="quarantined").first()
    browser = sign_in("maker")
    for _twice in range(2):
        answer = browser.post(f"{PAGE}kabar/{row.pk}/", {"note": "Sudah dicek."}, follow=True)
        assert answer.status_code == 200
    row.refresh_from_db()
    assert row.settled_at is not None


def test_a_dispute_says_until_when_to_send_proof(sign_in, client, stripe_stand_in):
    payment = told_paid(stripe_stand_in, client)
    stripe_stand_in.open_dispute(payment.card.charge_id)
    stripe_stand_in.deliver(client)
    text = sign_in("maker").get(PAGE).content.decode()
    assert "Kirim bukti paling lambat" in text
    assert Dispute.objects.get().provider_id in text


def test_a_worker_that_stands_still_is_seen(sign_in, settings):
    settings.STRIPE_SECRET_KEY = "sk_test_a"
    browser = sign_in("maker")
    assert "Belum pernah dicocokkan" in browser.get(PAGE).content.decode()
    run = Reconciliation.objects.create(since=timezone.now(), finished_at=timezone.now())
    assert "Seharusnya tiap jam" not in browser.get(PAGE).content.decode()
    Reconciliation.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(hours=4))
    Reconciliation.objects.create(since=timezone.now(), error="No answer: a")
    text = browser.get(PAGE).content.decode()
    assert "Seharusnya tiap jam" in text
    assert "terhenti: No answer: a" in text
