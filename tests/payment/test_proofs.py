"""Proofs of transfer: pictures only, cleaned, private; they stop the clock and confirm nothing."""

import os
import shutil
import struct
import time
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from shop.checkout.expiry import expire_due
from shop.communication.models import Message
from shop.images.refusals import NotAPicture, TooManyPixels
from shop.images.storage import private_media
from shop.order import states
from shop.order.models import Order
from shop.payment.incoming import proofs
from shop.payment.models import Proof
from tests.payment.money import BUYER, STAFF, receive, transfer_order

pytestmark = pytest.mark.django_db
SECRET_PLACE = b"-8.0983,112.1681"


def picture(name="WhatsApp Sari 0813.jpg"):
    file = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET_PLACE.decode()
    Image.new("RGB", (300, 600), "white").save(file, "JPEG", exif=exif)
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def huge_picture():
    """A PNG of 20,000 × 10,000 pixels in a few bytes: its header is all there is."""
    header = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return SimpleUploadedFile("bukti.png", b"\x89PNG\r\n\x1a\n" + body, "image/png")


@pytest.fixture(autouse=True)
def private_files():
    """The folder of private files, without proofs before and after."""
    folder = Path(private_media().location)
    shutil.rmtree(folder / "proofs", ignore_errors=True)
    yield folder
    shutil.rmtree(folder / "proofs", ignore_errors=True)


def test_a_proof_stops_the_clock_and_confirms_nothing():
    payment = transfer_order()
    proof = proofs.send(payment.order, picture(), by=BUYER)
    order = Order.objects.get()
    assert (order.status, order.paid) == ("awaiting", "checking")
    assert order.clock_stopped_at
    payment.refresh_from_db()
    assert (payment.state, payment.captured) == ("pending", 0)
    Order.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert expire_due() == 0
    assert proof.state == "waiting"


def test_the_kept_picture_has_no_metadata_and_no_name_of_the_buyers():
    proof = proofs.send(transfer_order().order, picture(), by=BUYER)
    with proof.picture.open("rb") as file:
        assert SECRET_PLACE not in file.read()
    assert "Sari" not in proof.picture.name
    assert proof.picture.name.startswith("proofs/")
    assert (proof.picture.name[-4:], proof.content_type) == (".jpg", "image/jpeg")


@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (lambda: SimpleUploadedFile("bukti.jpg", b"<svg onload=alert(1)>"), NotAPicture),
        (lambda: SimpleUploadedFile("bukti.jpg", b""), NotAPicture),
        (huge_picture, TooManyPixels),
    ],
)
def test_what_is_no_usable_picture_changes_nothing(file, refusal, private_files):
    order = transfer_order().order
    with pytest.raises(refusal):
        proofs.send(order, file(), by=BUYER)
    order.refresh_from_db()
    assert (order.paid, order.clock_stopped_at) == ("no", None)
    assert not Proof.objects.exists()
    assert not (private_files / "proofs").exists()


def test_orders_that_await_no_transfer_take_no_proof(private_files):
    payment = transfer_order()
    receive(payment)
    with pytest.raises(proofs.NothingToProve):
        proofs.send(payment.order, picture(), by=BUYER)
    assert not Proof.objects.exists()
    assert not (private_files / "proofs").exists()


def test_many_proofs_do_not_stop_the_clock_for_ever():
    order = transfer_order().order
    for _time in range(proofs.MOST_PROOFS):
        proofs.send(order, picture(), by=BUYER)
    with pytest.raises(proofs.TooManyProofs):
        proofs.send(order, picture(), by=BUYER)


def test_a_refused_proof_leaves_at_least_two_hours():
    order = transfer_order().order
    proof = proofs.send(order, picture(), by=BUYER)
    Order.objects.update(expires_at=timezone.now() - timedelta(hours=3))
    proofs.refuse(proof, reason="Tidak terbaca.", by=STAFF)
    order.refresh_from_db()
    left = order.expires_at - timezone.now()
    assert timedelta(hours=1, minutes=59) < left <= timedelta(hours=2)
    assert (order.status, order.paid, order.clock_stopped_at) == ("awaiting", "no", None)
    assert Message.objects.get(kind="proof.refused").values["reason"] == "Tidak terbaca."
    with pytest.raises(states.WrongState):
        proofs.refuse(proof, reason="lagi", by=STAFF)


def test_another_waiting_proof_keeps_the_clock_stopped():
    order = transfer_order().order
    first = proofs.send(order, picture(), by=BUYER)
    proofs.send(order, picture(), by=BUYER)
    proofs.refuse(first, reason="Buram.", by=STAFF)
    order.refresh_from_db()
    assert order.clock_stopped_at


def test_money_that_is_found_answers_the_proof():
    payment = transfer_order()
    proof = proofs.send(payment.order, picture(), by=BUYER)
    receive(payment)
    proof.refresh_from_db()
    assert (proof.state, payment.order.paid, payment.order.clock_stopped_at) == (
        "accepted",
        "yes",
        None,
    )


def test_too_little_money_lets_the_clock_run_again():
    payment = transfer_order()
    proofs.send(payment.order, picture(), by=BUYER)
    receive(payment, 10_000)
    assert (payment.order.paid, payment.order.clock_stopped_at) == ("no", None)


def test_pictures_that_no_proof_holds_are_removed_after_a_day(private_files):
    assert proofs.remove_strays() == 0
    kept = proofs.send(transfer_order().order, picture(), by=BUYER)
    fresh, stray = (private_files / "proofs" / name for name in ("fresh.jpg", "stray.jpg"))
    for file in (fresh, stray):
        file.write_bytes(b"x")
    two_days_ago = time.time() - 2 * 24 * 3600
    for file in (stray, Path(kept.picture.path)):
        os.utime(file, (two_days_ago, two_days_ago))
    assert proofs.remove_strays() == 1
    assert not stray.exists()
    assert fresh.exists()
    assert Path(kept.picture.path).exists()


def test_a_refusal_without_a_reason_changes_nothing():
    payment = transfer_order()
    proof = Proof.objects.create(payment=payment)
    with pytest.raises(proofs.ReasonMissing):
        proofs.refuse(proof, reason="", by=STAFF)
    proof.refresh_from_db()
    assert proof.state == "waiting"
